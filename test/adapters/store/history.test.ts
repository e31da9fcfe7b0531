import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHistory } from "#adapters/store/history.ts";
import { indexPath } from "#adapters/store/line-index.ts";
import { createOpenFiles } from "#adapters/store/open-files.ts";
import { readPage } from "#adapters/store/page.ts";
import { Envelope } from "#src/project/envelope.ts";
import { commandVersions, readAll } from "../../contracts/history.ts";
import { sampleEnvelope, sampleMove } from "../../contracts/samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** As a new process would open it. */
const open = (folder: string) => {
  const history = createHistory({ folder });
  onTestFinished(() => history.close());
  return history;
};

const talk = [
  { from: "architect", to: "developer" },
  { from: "developer", to: "developer" },
  { from: "person:U1/../..", to: "architect" },
  { from: "system", to: null },
];

/** A folder with ten moves of four envelopes each in it, all of them in the index. */
const filled = async (): Promise<string> => {
  const folder = temporaryFolder();
  const history = createHistory({ folder });
  for (let version = 1; version <= 10; version++) {
    await history.append("p-abc234", [
      sampleMove(version, { envelopes: talk.map((parties) => sampleEnvelope(version, parties)) }),
    ]);
  }
  await history.page("p-abc234", { limit: 1 });
  history.close();
  return folder;
};

/** Files of this process that are open in a folder; none where the system does not tell. */
const openIn = (folder: string): readonly string[] => {
  const handles = existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd") : [];
  return handles.flatMap((fd) => {
    const link = join("/proc/self/fd", fd);
    return existsSync(link) && readlinkSync(link).startsWith(folder) ? [fd] : [];
  });
};

const conversation = (folder: string) => join(folder, "conversations", "p-abc234.jsonl");
const queue = (folder: string) => join(folder, "queues", "p-abc234.jsonl");
const indexFolder = (folder: string) => join(folder, "conversations", "index", "p-abc234");

/** Checks every list of the conversation against the log file itself. */
const expectAgreement = async (folder: string, envelopes: number): Promise<void> => {
  const history = open(folder);
  const lines = readFileSync(conversation(folder), "utf8").trimEnd().split("\n");
  const logged = lines
    .filter((line) => line !== "")
    .map((line) => Envelope.parse(JSON.parse(line)))
    .toReversed();
  expect(logged).toHaveLength(envelopes);
  expect(await readAll(history, { limit: 7 })).toEqual(logged);
  for (const agent of ["architect", "developer", "system", "person:U1/../..", "nobody"]) {
    const own = logged.filter(({ from, to }) => from === agent || to === agent);
    expect(await readAll(history, { limit: 7, agent })).toEqual(own);
  }
};

describe("files", () => {
  test("each log has one JSON line per entry, and the spec log says who changed what", async () => {
    const folder = temporaryFolder();
    const patch = [{ op: "add", path: "/name", value: "List" }];
    await open(folder).append("p-abc234", [sampleMove(1), sampleMove(2, { spec: { version: 1, patch } })]);
    expect(readFileSync(conversation(folder), "utf8")).toBe(
      `${JSON.stringify(sampleEnvelope(1))}\n${JSON.stringify(sampleEnvelope(2))}\n`,
    );
    expect(readFileSync(join(folder, "specs", "p-abc234.jsonl"), "utf8")).toBe(
      `${JSON.stringify({ version: 1, move: 2, at: 2_000, by: "person:U123", patch })}\n`,
    );
    expect(JSON.parse(readFileSync(queue(folder), "utf8").split("\n")[1] ?? "")).toEqual({
      version: 2,
      command: sampleMove(2).command,
    });
  });

  test("nothing is made before the first move, and names of people never become file names", async () => {
    const folder = temporaryFolder();
    const history = open(folder);
    await history.repair("p-abc234", 0);
    await history.page("p-abc234", { limit: 5, agent: "person:../../up" });
    expect(readdirSync(folder)).toEqual([]);
    await history.append("p-abc234", [
      sampleMove(1, { envelopes: [sampleEnvelope(1, { from: "person:../../up", to: "system" })] }),
    ]);
    await history.page("p-abc234", { limit: 1 });
    expect(readdirSync(indexFolder(folder)).toSorted()).toEqual([
      expect.stringMatching(/^_[0-9a-f]{32}\.idx$/),
      "_all.idx",
      "system.idx",
    ]);
  });

  test.each(["../p-abc234", "p-abc/34", "", "p-ABC234"])(
    "the project id %j never becomes a path",
    async (id) => {
      const history = open(temporaryFolder());
      const bad = { code: "bad-project-id" };
      await expect(history.append(id, [sampleMove(1)])).rejects.toMatchObject(bad);
      await expect(history.repair(id, 1)).rejects.toMatchObject(bad);
      await expect(history.page(id, { limit: 1 })).rejects.toMatchObject(bad);
      await expect(history.delete(id)).rejects.toMatchObject(bad);
      expect(() => history.commands(id)).toThrow("is not a project id");
    },
  );

  test("more projects than open files are written and read without mixing them up", async () => {
    const folder = temporaryFolder();
    const history = open(folder);
    const ids = Array.from({ length: 40 }, (_, n) => `p-many${String(n).padStart(3, "0")}`);
    for (const version of [1, 2, 3]) {
      for (const id of ids) {
        const envelope = sampleEnvelope(version, { project: id, content: { text: id, data: {} } });
        await history.append(id, [sampleMove(version, { envelopes: [envelope] })]);
      }
    }
    for (const id of ids) {
      const { envelopes } = await history.page(id, { limit: 10, agent: "architect" });
      expect(envelopes.map(({ version, content }) => [version, content.text])).toEqual([
        [3, id],
        [2, id],
        [1, id],
      ]);
    }
    expect(openIn(folder).length).toBeLessThanOrEqual(64);
  });
});

describe("repair after a killed process", () => {
  test("torn last lines are cut, and the next append follows whole lines", async () => {
    const folder = await filled();
    appendFileSync(conversation(folder), '{"id":"p-abc234:11:0","from":"archi');
    appendFileSync(queue(folder), '{"version":11,"comm');
    const history = open(folder);
    await history.repair("p-abc234", 10);
    await history.append("p-abc234", [sampleMove(11)]);
    expect(await commandVersions(history)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await expectAgreement(folder, 41);
  });

  test("a reader that does not repair leaves a torn last line out", async () => {
    const folder = await filled();
    appendFileSync(queue(folder), '{"version":11');
    expect(await commandVersions(open(folder))).toHaveLength(10);
    expect(readFileSync(queue(folder), "utf8")).toContain('{"version":11');
  });

  test("moves that were logged but never saved are cut from all three logs", async () => {
    const folder = await filled();
    const spec = { version: 1, patch: [] };
    await open(folder).append("p-abc234", [sampleMove(11, { spec }), sampleMove(12, { spec })]);
    const history = open(folder);
    await history.repair("p-abc234", 11);
    expect(await commandVersions(history)).toHaveLength(11);
    expect(readFileSync(join(folder, "specs", "p-abc234.jsonl"), "utf8").match(/"move":/g)).toHaveLength(1);
    await expectAgreement(folder, 41);
  });

  test("an index that ran ahead of the log is cut back", async () => {
    const folder = await filled();
    const log = readFileSync(conversation(folder), "utf8").trimEnd().split("\n");
    writeFileSync(conversation(folder), `${log.slice(0, 37).join("\n")}\n`);
    await expectAgreement(folder, 37);
  });

  test("lines that the index does not know are added to it", async () => {
    const folder = await filled();
    const line = JSON.stringify(sampleEnvelope(11, { from: "architect", to: "system" }));
    appendFileSync(conversation(folder), `${line}\n${line}\n`);
    await expectAgreement(folder, 42);
  });

  test.each([
    ["missing as a whole", (folder: string) => rmSync(folder, { recursive: true })],
    ["without its list of all lines", (folder: string) => rmSync(indexPath(folder))],
    ["without one agent's list", (folder: string) => rmSync(indexPath(folder, "architect"))],
    ["short of one agent's records", (folder: string) => truncateSync(indexPath(folder, "developer"), 16)],
    ["torn inside a record", (folder: string) => truncateSync(indexPath(folder, "system"), 16 * 9 + 5)],
    ["short of lines in the list of all", (folder: string) => truncateSync(indexPath(folder), 16 * 20)],
    ["of another log", (folder: string) => writeFileSync(indexPath(folder), Buffer.alloc(16 * 3, 1))],
    ["too long by garbage", (folder: string) => appendFileSync(indexPath(folder), Buffer.alloc(21, 0xff))],
  ])("an index that is %s is made right", async (_, damage) => {
    const folder = await filled();
    damage(indexFolder(folder));
    await expectAgreement(folder, 40);
  });

  test("a line in the middle that is not ours is an error that names file and place", async () => {
    const folder = await filled();
    const lines = readFileSync(queue(folder), "utf8").split("\n");
    writeFileSync(queue(folder), lines.with(4, "garbage").join("\n"));
    await expect(commandVersions(open(folder))).rejects.toMatchObject({
      code: "history-unreadable",
      message: expect.stringMatching(/p-abc234\.jsonl has a line that cannot be read at byte \d+/),
    });
  });
});

test("a page reads as many bytes of a long log as of a short one, also for an agent who spoke long ago", async () => {
  const bytesRead = async (moves: number, agent?: string): Promise<number> => {
    const folder = temporaryFolder();
    const history = open(folder);
    const said = (version: number) => ({ from: version < 6 ? "architect" : "developer" });
    const all = Array.from({ length: moves }, (_, n) =>
      sampleMove(n + 1, { envelopes: [sampleEnvelope(10_000 + n, said(n + 1))] }),
    );
    await history.append("p-abc234", all);
    await history.page("p-abc234", { limit: 1 });
    const files = createOpenFiles();
    let bytes = 0;
    const counted = {
      ...files,
      read: (path: string, position: number, length: number) => {
        const read = files.read(path, position, length);
        bytes += read.length;
        return read;
      },
    };
    const logs = { conversation: conversation(folder), index: indexFolder(folder) };
    const page = readPage(counted, logs, agent === undefined ? { limit: 5 } : { limit: 5, agent });
    files.close();
    expect(page.envelopes).toHaveLength(5);
    return bytes;
  };
  expect(await bytesRead(4_000)).toBe(await bytesRead(40));
  expect(await bytesRead(4_000, "architect")).toBe(await bytesRead(40, "architect"));
});
