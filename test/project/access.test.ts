import { describe, expect, it } from "vitest";
import { external, mayDecide } from "#src/project/access.ts";
import { ada, bob, eve, type CommandBody } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  plays,
  playsUntil,
  running,
  started,
  submits,
  waits,
} from "./scenario.ts";

const asked = given(started(), plays({ "design.produce": [{ confidence: 0.7 }] }));
const led = given(
  started({ settings: { approvers: ["leads"] } }),
  plays({ "design.produce": [{ confidence: 0.7 }] }),
);

describe("who may decide", () => {
  it.each([
    [[], "ada", true],
    [[], "eve", false],
    [["eve"], "eve", true],
    [["leads"], "bob", true],
    [["leads"], "eve", false],
    [["anyone"], "eve", true],
    [["bob"], "ada", true],
    [["&eve"], "eve", false],
  ])("with approvers %o, %s: %s", (approvers, id, may) => {
    const person = [ada, bob, eve].find((one) => one.id === id);
    const settings = { ...asked.project.settings, approvers };
    expect(person && mayDecide({ startedBy: ada, settings }, person)).toBe(may);
  });

  it.each([
    ["&456", true],
    ["456", true],
    ["&45", false],
    ["permission:ManageGuild", true],
    ["permission:manageguild", true],
    ["permission:ManageRoles", false],
  ])("reads %s as a role or a permission: %s", (approver, may) => {
    const settings = { ...asked.project.settings, approvers: [approver] };
    const lead = { ...eve, roles: ["permission:ManageGuild", "456"] };
    expect(mayDecide({ startedBy: ada, settings }, lead)).toBe(may);
  });

  it("means by anyone nobody of another organisation, unless they are named", () => {
    const foreign = { ...eve, roles: [external] };
    const may = (approvers: string[]): boolean =>
      mayDecide({ startedBy: ada, settings: { ...asked.project.settings, approvers } }, foreign);
    expect([may(["anyone"]), may([eve.id])]).toEqual([false, true]);
  });

  it("is asked with the roles a person has at the moment of the click", () => {
    expect(led.when(decides("approve", { by: bob })).moved).toBe(true);
    const { project } = led.when(decides("approve", { by: { ...bob, roles: [] } }));
    expect(project.escalations[0]?.state).toBe("open");
  });
});

describe("an outsider", () => {
  it("who decides changes nothing but the log, and is told who may", () => {
    const { project, reply, envelopes, effects } = asked.when(decides("approve", { by: eve }));
    expect(reply).toBe("Only Ada may do this. Nothing was changed.");
    expect(envelopes).toMatchObject([
      {
        from: "person:eve",
        to: "system",
        type: "command",
        content: { text: "Eve may not do this: decide", data: { denied: true } },
      },
    ]);
    expect(project.escalations).toEqual(asked.project.escalations);
    expect(effects).toEqual([]);
    expect(project.version).toBe(asked.project.version + 1);
  });

  const orders: CommandBody[] = [
    { type: "pause" },
    { type: "resume" },
    { type: "cancel", reason: "" },
    { type: "retry", stage: null },
    { type: "rollback", stage: "analyze", reason: "" },
    { type: "setBudget", tokens: 1, usd: null },
    { type: "reassign", stage: "build", agent: "tester" },
    { type: "settings", change: { approvers: ["eve"] } },
    { type: "say", to: "architect", text: "hello" },
  ];
  it.each(orders)("may not $type", (body) => {
    const { project, envelopes, reply } = asked.when(does(body, eve));
    expect(reply).toContain("Only Ada may do this.");
    expect(envelopes).toHaveLength(1);
    expect({ ...project, version: 0, seen: [], wakeAt: 0 }).toEqual({
      ...asked.project,
      version: 0,
      seen: [],
      wakeAt: 0,
    });
  });

  it("hears of the other approvers", () => {
    expect(led.when(decides("approve", { by: eve })).reply).toBe(
      "Only Ada and 1 configured approver may do this. Nothing was changed.",
    );
  });
});

describe("the first decision", () => {
  const decided = given(started(), plays({ "design.produce": [{ confidence: 0.7 }] }), decides("approve"));

  it("wins; a second click is harmless and told who was first", () => {
    const second = decided.when(decides("reject", { escalation: "e1", note: "no" }));
    expect(second).toMatchObject({
      moved: false,
      reply: "Ada decided e1 already: `approve`. Your click changed nothing.",
    });
  });

  it("delivered again changes nothing, silently", () => {
    const last = decided.world.past.at(-1);
    if (last === undefined) throw new Error("no past");
    expect(decided.when(submits(last.command))).toMatchObject({ moved: false, reply: null });
  });

  it("of a stale card is not taken", () => {
    expect(asked.when(decides("approve", { rev: 2 }))).toMatchObject({
      moved: false,
      reply: "This question has changed meanwhile; please look at its newest card (e1).",
    });
  });

  it("about nothing is told so", () => {
    expect(asked.when(decides("approve", { escalation: "e9" })).reply).toBe(
      "There is no e9 in this project. `/botarmy queue` lists what is open.",
    );
  });

  it("about a question that was withdrawn is told so", () => {
    const gone = given(
      started(),
      playsUntil("design.produce"),
      finishes({ confidence: 0.7 }),
      does({ type: "rollback", stage: "analyze", reason: "" }),
    );
    expect(gone.when(decides("approve", { escalation: "e1" })).reply).toBe(
      "e1 is no longer needed; the work went on without it.",
    );
  });

  it("keeps who, what, why and when", () => {
    const { project, world } = asked.when(decides("modify", { note: "  Smaller. " }));
    expect(project.escalations[0]?.decision).toEqual({
      choice: "modify",
      note: "Smaller.",
      answers: {},
      by: ada,
      at: world.now,
    });
    expect(running(project)).toBe("design.produce#2");
  });
});

describe("a repeated command", () => {
  it("of a person is ignored for a day", () => {
    const past = given(started(), does({ type: "pause" }));
    const first = past.world.past.at(-1)?.command;
    if (first === undefined) throw new Error("no past");
    const resumed = given(started(), does({ type: "pause" }), does({ type: "resume" }));
    expect(resumed.when(submits(first)).moved).toBe(false);
  });

  it("is forgotten when two hundred others came after it", () => {
    const told = Array.from({ length: 210 }, () => does({ type: "settings", change: { maxTries: 3 } }));
    const { project } = given(started(), ...told);
    expect(project.seen).toHaveLength(200);
    expect(project.seen.at(-1)?.id).toBe("ada-210");
  });

  it("is forgotten after a day", () => {
    const { project } = given(started(), does({ type: "pause" }), waits(86_400_000)).when(
      does({ type: "resume" }),
    );
    expect(project.seen.map((one) => one.id)).toEqual(["ada-2"]);
  });
});
