import fc from "fast-check";
import { expect, test } from "vitest";
import type { History } from "#src/ports.ts";
import type { Envelope } from "#src/project/envelope.ts";
import { sampleEnvelope, sampleMove } from "./samples.ts";

/** All pages of a conversation, put together: newest first. */
export const readAll = async (
  history: History,
  query: { limit: number; agent?: string },
): Promise<readonly Envelope[]> => {
  const read: Envelope[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await history.page("p-abc234", cursor === undefined ? query : { ...query, cursor });
    expect(page.envelopes.length).toBeLessThanOrEqual(query.limit);
    read.push(...page.envelopes);
    cursor = page.next;
  }
  return read;
};

/** Every version in the command log, oldest first. */
export const commandVersions = async (history: History): Promise<readonly number[]> => {
  const versions: number[] = [];
  for await (const { version } of history.commands("p-abc234")) versions.push(version);
  return versions;
};

const party = fc.constantFrom("architect", "developer", "system", "person:U1", "person:../../etc");

/** What every history keeps to. */
export const historyContract = (make: () => Promise<History>): void => {
  test("commands come back in order and as they were", async () => {
    const history = await make();
    const moves = [sampleMove(1), sampleMove(2, { envelopes: [] }), sampleMove(5)];
    await history.append("p-abc234", moves.slice(0, 1));
    await history.append("p-abc234", moves.slice(1));
    const read = [];
    for await (const entry of history.commands("p-abc234")) read.push(entry);
    expect(read).toEqual(moves.map(({ version, command }) => ({ version, command })));
  });

  test("a project without a history has no commands and an empty page", async () => {
    const history = await make();
    expect(await commandVersions(history)).toEqual([]);
    expect(await history.page("p-abc234", { limit: 10 })).toEqual({ envelopes: [], next: null });
  });

  test("pages put together are the whole log, newest first, for any limit and filter", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.record({ from: party, to: fc.option(party) }), { maxLength: 4 }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 7 }),
        fc.option(party, { nil: undefined }),
        async (talk, limit, agent) => {
          const history = await make();
          const moves = talk.map((said, n) =>
            sampleMove(n + 1, { envelopes: said.map((parties) => sampleEnvelope(n + 1, parties)) }),
          );
          for (const move of moves) await history.append("p-abc234", [move]);
          const expected = moves
            .flatMap((move) => move.envelopes)
            .filter(({ from, to }) => agent === undefined || from === agent || to === agent)
            .toReversed();
          expect(await readAll(history, agent === undefined ? { limit } : { limit, agent })).toEqual(
            expected,
          );
          await history.delete("p-abc234");
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a cursor keeps its place while the log grows", async () => {
    const history = await make();
    for (const version of [1, 2, 3]) await history.append("p-abc234", [sampleMove(version)]);
    const first = await history.page("p-abc234", { limit: 1 });
    await history.append("p-abc234", [sampleMove(4)]);
    const second = await history.page("p-abc234", { limit: 5, cursor: first.next ?? "" });
    expect(second.envelopes.map(({ version }) => version)).toEqual([2, 1]);
    expect(second.next).toBeNull();
  });

  test.each([0, 101, 1.5, Number.NaN])("a page limit of %s is refused", async (limit) => {
    const history = await make();
    await history.append("p-abc234", [sampleMove(1)]);
    await expect(history.page("p-abc234", { limit })).rejects.toMatchObject({ code: "bad-limit" });
  });

  test.each(["", "nonsense", "1.1", "-1.0", "999999.0"])("the cursor %j is refused", async (cursor) => {
    const history = await make();
    for (const version of [1, 2]) await history.append("p-abc234", [sampleMove(version)]);
    await expect(history.page("p-abc234", { limit: 5, cursor })).rejects.toMatchObject({
      code: "bad-cursor",
    });
  });

  test("repair removes every move above the saved version", async () => {
    const history = await make();
    await history.append(
      "p-abc234",
      [1, 2, 3, 4].map((version) => sampleMove(version)),
    );
    await history.repair("p-abc234", 2);
    expect(await commandVersions(history)).toEqual([1, 2]);
    const left = await readAll(history, { limit: 2, agent: "architect" });
    expect(left.map(({ version }) => version)).toEqual([2, 1]);
    await history.append("p-abc234", [sampleMove(3)]);
    expect(await commandVersions(history)).toEqual([1, 2, 3]);
  });

  test("repair to nothing empties the logs, and repair without need changes nothing", async () => {
    const history = await make();
    await history.append("p-abc234", [sampleMove(1), sampleMove(2)]);
    await history.repair("p-abc234", 2);
    expect(await commandVersions(history)).toEqual([1, 2]);
    await history.repair("p-abc234", 0);
    expect(await commandVersions(history)).toEqual([]);
    expect(await readAll(history, { limit: 5 })).toEqual([]);
  });

  test("a move that does not follow the log is refused and not written", async () => {
    const history = await make();
    await history.append("p-abc234", [sampleMove(2)]);
    await expect(history.append("p-abc234", [sampleMove(2)])).rejects.toThrow("comes after move 2");
    await expect(history.append("p-abc234", [sampleMove(4), sampleMove(3)])).rejects.toThrow(
      "comes after move 4",
    );
    expect(await commandVersions(history)).toEqual([2]);
  });

  test("delete leaves nothing behind and lets the project begin again", async () => {
    const history = await make();
    await history.append("p-abc234", [sampleMove(1), sampleMove(2)]);
    await history.delete("p-abc234");
    expect(await commandVersions(history)).toEqual([]);
    await history.append("p-abc234", [sampleMove(1)]);
    expect(await readAll(history, { limit: 5 })).toHaveLength(1);
  });
};
