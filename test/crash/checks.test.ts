import { describe, expect, test } from "vitest";
import { askedAgain } from "./check-work.ts";
import { check } from "./checks.ts";
import { cleanRound } from "./clean-round.ts";
import type { Evidence, ProjectEvidence } from "./evidence.ts";

const clean = cleanRound();
const [project] = clean.projects;
if (project === undefined) throw new Error("the clean round has no project");
const { row } = project;

const found = (evidence: Evidence) => check(evidence, 1).map(({ type, key }) => ({ type, key }));
const with1 = (change: Partial<ProjectEvidence>): Evidence => ({
  ...clean,
  projects: [{ ...project, ...change }],
});

const said = (op: "root" | "post" | "upload") => {
  const event = clean.wire.find((one) => one.op === op);
  if (event === undefined || event.key === null) throw new Error(`the clean round has no ${op}`);
  return { event, key: event.key };
};

test("a round in which nothing went wrong has no findings, and there was something to lose", () => {
  expect(check(clean, 1)).toEqual([]);
  expect(row.status).toBe("completed");
  expect(row.escalations).toHaveLength(4);
  expect(clean.wire.length).toBeGreaterThan(20);
  expect(project.commits).toHaveLength(9);
});

describe.each(["root", "post", "upload"] as const)("a %s of the wire", (op) => {
  const { event, key } = said(op);

  test("that is missing is lost", () => {
    const wire = clean.wire.filter((one) => one !== event);
    expect(found({ ...clean, wire })).toContainEqual({ type: "lost", key });
  });

  test("that is there twice is doubled, and the lines between which the process died are named", () => {
    const again = { ...event, n: clean.wire.length + 1, id: "m999" };
    const findings = check({ ...clean, wire: [...clean.wire, again] }, 1);
    expect(findings).toContainEqual(
      expect.objectContaining({ type: "doubled", key, wire: [event.n, clean.wire.length + 1] }),
    );
  });
});

describe("on the wire", () => {
  test("a post that nobody ordered is wrong", () => {
    const stranger = { ...said("post").event, key: `${row.id}:999:1` };
    expect(found({ ...clean, wire: [...clean.wire, stranger] })).toContainEqual({
      type: "wrong",
      key: stranger.key,
    });
  });

  test("a post of a project that is not there is wrong", () => {
    const stranger = { ...said("post").event, id: "m999", key: "p-nobody1:1:1" };
    expect(found({ ...clean, wire: [...clean.wire, stranger] })).toEqual([
      { type: "wrong", key: "p-nobody1:1:1" },
    ]);
  });

  test("a post in the wrong place is wrong", () => {
    const { event, key } = said("upload");
    const wire = [...clean.wire.filter((one) => one !== event), event];
    expect(found({ ...clean, wire })).toEqual([{ type: "wrong", key: expect.any(String) }]);
    expect(key).not.toBe(clean.wire.at(-1)?.key);
  });

  test("a card that was not redrawn is out of date", () => {
    const [escalation] = row.escalations;
    const wire = clean.wire.filter((one) => one.op !== "edit" || one.id !== escalation?.posted);
    expect(found({ ...clean, wire })).toEqual([{ type: "wrong", key: "card e1" }]);
  });
});

describe("in the repository", () => {
  const [newest = ""] = project.commits;

  test("a commit that is there twice is doubled", () => {
    expect(found(with1({ commits: [newest, ...project.commits] }))).toEqual([
      { type: "doubled", key: newest },
    ]);
  });

  test("a commit that is missing is lost", () => {
    expect(found(with1({ commits: project.commits.slice(1) }))).toEqual([{ type: "lost", key: newest }]);
  });

  test("a file with another text or version than the row's is wrong", () => {
    const path = "design/api.md";
    const files = new Map(project.files).set(path, { version: 2, sha256: "00".repeat(32) });
    expect(found(with1({ files }))).toEqual([{ type: "wrong", key: `${path}@1` }]);
  });
});

describe("on the bill", () => {
  const [key = ""] = project.calls.keys();

  test("a call that was made although its answer was recorded is paid twice", () => {
    expect(found({ ...clean, asked: [...clean.asked, { key, recorded: true }] })).toEqual([
      { type: "doubled", key },
    ]);
  });

  test("a call that was under way when the process died may be made again, and is counted", () => {
    const asked = [...clean.asked, { key, recorded: false }];
    expect(found({ ...clean, asked })).toEqual([]);
    expect(askedAgain(asked)).toBe(1);
    expect(askedAgain(clean.asked)).toBe(0);
  });

  test("use that is not the sum of the recorded calls is wrong", () => {
    const calls = new Map(project.calls);
    calls.delete(key);
    expect(found(with1({ calls }))).toEqual([{ type: "wrong", key: "usage" }]);
  });
});

describe("in the logs", () => {
  test("an envelope that is missing is lost, one that is there twice is doubled", () => {
    const [first, ...rest] = project.envelopes;
    if (first === undefined) throw new Error("nothing was said");
    expect(found(with1({ envelopes: rest }))).toContainEqual({ type: "lost", key: first.id });
    const twice = [first, ...project.envelopes];
    expect(found(with1({ envelopes: twice }))).toContainEqual({ type: "doubled", key: first.id });
  });

  test("a command that is missing makes the log another project's", () => {
    const log = project.log.toSpliced(5, 1);
    expect(found(with1({ log }))).toEqual(
      expect.arrayContaining([
        { type: "wrong", key: "log" },
        { type: "wrong", key: "row" },
      ]),
    );
  });

  test("a person's command that moved the project twice is doubled", () => {
    const decision = project.log.find(({ command }) => command.type === "decide");
    if (decision === undefined) throw new Error("nothing was decided");
    const log = [...project.log, { ...decision, version: row.version + 1 }];
    expect(found(with1({ log }))).toContainEqual({ type: "doubled", key: decision.command.id });
  });

  test("an act that failed is wrong even when it went well later: nothing here refuses anything", () => {
    const failure = {
      id: "x",
      project: row.id,
      at: 1,
      type: "notPerformed" as const,
      effect: `${row.id}:1:1`,
      message: "there is no thread yet",
      retryable: true,
      retryAfterMs: null,
    };
    const log = [...project.log, { version: row.version + 1, command: failure }];
    expect(found(with1({ log }))).toContainEqual({ type: "wrong", key: `${row.id}:1:1` });
  });

  test("a row that is not over is wrong", () => {
    expect(found(with1({ row: { ...row, status: "running" } }))).toContainEqual({
      type: "wrong",
      key: "row",
    });
  });

  test("a project that is not there at all is wrong", () => {
    expect(check(clean, 2).map(({ key }) => key)).toEqual(["rows"]);
  });
});

describe("at the people's end", () => {
  test("an event that was never taken is lost", () => {
    const deliveries = clean.deliveries.filter((line) => line.type !== "acked" || line.id !== "yes-e1");
    expect(found({ ...clean, deliveries })).toEqual([{ type: "lost", key: "yes-e1" }]);
  });

  test("an event that was taken but moved nothing is lost, unless its sender was told why", () => {
    const [sent] = clean.deliveries;
    if (sent?.type !== "sent") throw new Error("nothing was sent");
    const extra = (reply: string | null): Evidence["deliveries"] => [
      ...clean.deliveries,
      { ...sent, inbound: { ...sent.inbound, id: "late" } },
      { type: "acked", id: "late", reply },
    ];
    expect(found({ ...clean, deliveries: extra(null) })).toEqual([{ type: "lost", key: "late" }]);
    expect(found({ ...clean, deliveries: extra("Bob decided already.") })).toEqual([]);
  });
});
