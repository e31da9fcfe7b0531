import { describe } from "vitest";
import { bodiesContract } from "../contracts/bodies.ts";
import { callsContract } from "../contracts/calls.ts";
import { historyContract } from "../contracts/history.ts";
import { storeContract } from "../contracts/store.ts";
import { memoryBodies } from "./memory-bodies.ts";
import { memoryCalls } from "./memory-calls.ts";
import { memoryHistory } from "./memory-history.ts";
import { memoryStore } from "./memory-store.ts";

describe("memory store", () => storeContract(async () => memoryStore()));
describe("memory bodies", () => bodiesContract(async () => memoryBodies()));
describe("memory calls", () => callsContract(async () => memoryCalls()));
describe("memory history", () => historyContract(async () => memoryHistory()));
