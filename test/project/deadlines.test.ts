import { describe, expect, it } from "vitest";
import { reminded, reminderAt } from "#src/project/deadlines.ts";
import { openEscalations } from "#src/project/escalations.ts";
import {
  decides,
  does,
  given,
  openOne,
  plays,
  reports,
  running,
  started,
  waits,
  type Act,
} from "./scenario.ts";

const hour = 3_600_000;
const settings = { decisionMs: 4 * hour };
const asked: Act[] = [started({ settings }), plays({ "design.produce": [{ confidence: 0.7 }] })];
const looks = reports({ type: "timeUp" });
const posts = (effects: readonly { readonly type: string }[]) =>
  effects.filter((effect) => effect.type === "post");

describe("a deadline", () => {
  const past = given(...asked);
  const escalation = openOne(past.project);

  it("is as far away as the settings say, and the project wakes for a reminder before it", () => {
    expect(escalation.deadline - escalation.raisedAt).toBe(4 * hour);
    expect(past.project.wakeAt).toBe(escalation.raisedAt + 3 * hour);
  });

  it("that is far away reminds nobody", () => {
    expect(given(...asked, waits(hour)).when(looks)).toMatchObject({ moved: false, reply: null });
  });

  it("reminds once after three quarters of the time", () => {
    const { project, effects } = given(...asked, waits(3 * hour)).when(looks);
    const [post] = posts(effects);
    expect(post).toMatchObject({
      message: {
        mentions: ["ada"],
        fallback: "Architect is waiting for a decision: Architect: design/design.md",
      },
    });
    expect(openOne(project)).toMatchObject({
      reminders: 1,
      priority: "normal",
      deadline: escalation.deadline,
    });
    expect(given(...asked, waits(3 * hour), looks).when(looks).moved).toBe(false);
    expect(reminderAt(openOne(project))).toBe(escalation.deadline);
  });

  it("that has passed makes the question more pressing and gives people another span", () => {
    const { project, effects, world } = given(...asked, waits(3 * hour), looks, waits(hour)).when(looks);
    expect(openOne(project)).toMatchObject({
      reminders: 2,
      priority: "high",
      deadline: world.now + 4 * hour,
    });
    expect(posts(effects)).toMatchObject([
      {
        message: {
          fallback: "The deadline has passed and Architect is still waiting: Architect: design/design.md",
        },
      },
    ]);
    expect(
      effects
        .filter((effect) => effect.type === "edit")
        .map((effect) => effect.type === "edit" && effect.target),
    ).toEqual(["e1", "status"]);
  });

  it("has passed in the very millisecond it names", () => {
    expect(reminded(escalation, escalation.deadline - 1, 5)).toEqual({ ...escalation, reminders: 1 });
    const late = { reminders: 1, priority: "high", deadline: escalation.deadline + 5 };
    expect(reminded(escalation, escalation.deadline, 5)).toEqual({ ...escalation, ...late });
  });

  it("decides nothing, however often it passes", () => {
    const spans = Array.from({ length: 10 }, () => [waits(5 * hour), looks]).flat();
    const { project } = given(...asked, ...spans);
    expect(openOne(project)).toMatchObject({
      state: "open",
      decision: null,
      priority: "urgent",
      reminders: 10,
    });
    expect(project.stages).toEqual(past.project.stages);
    expect(running(project)).toBeNull();
  });

  it("goes on during a pause", () => {
    const { moved } = given(...asked, does({ type: "pause" }), waits(3 * hour)).when(looks);
    expect(moved).toBe(true);
  });

  it("of a decided question is nobody's business", () => {
    const { moved } = given(...asked, decides("approve"), waits(9 * hour)).when(looks);
    expect(moved).toBe(false);
  });
});

describe("open questions", () => {
  it("are listed with the most pressing first, then the oldest", () => {
    const of = (id: string, priority: "low" | "urgent" | "normal", raisedAt: number) => ({
      ...openOne(given(...asked).project),
      id,
      priority,
      raisedAt,
    });
    const list = [of("e1", "low", 1), of("e2", "normal", 3), of("e3", "urgent", 9), of("e4", "normal", 2)];
    expect(openEscalations(list).map((one) => one.id)).toEqual(["e3", "e4", "e2", "e1"]);
  });
});
