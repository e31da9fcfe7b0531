import { describe, onTestFinished } from "vitest";
import { createBodyStore } from "#adapters/store/bodies.ts";
import { createCallStore } from "#adapters/store/calls.ts";
import { createHistory } from "#adapters/store/history.ts";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { bodiesContract } from "../../contracts/bodies.ts";
import { callsContract } from "../../contracts/calls.ts";
import { historyContract } from "../../contracts/history.ts";
import { storeContract } from "../../contracts/store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const openTemporary = async () => {
  const database = await openDatabase({ folder: temporaryFolder() });
  onTestFinished(() => database.close());
  return database;
};

describe("projects in SQLite", () => storeContract(async () => createProjectStore(await openTemporary())));
describe("bodies in SQLite", () => bodiesContract(async () => createBodyStore(await openTemporary())));
describe("calls in SQLite", () => callsContract(async () => createCallStore(await openTemporary())));
describe("history in files", () =>
  historyContract(async () => {
    const history = createHistory({ folder: temporaryFolder() });
    onTestFinished(() => history.close());
    return history;
  }));
