import { describe, expect, it } from "vitest";
import { decides, does, finishes, given, plays, playsUntil, started, type Act } from "./scenario.ts";

const tell = (to: string | null, text: string) => does({ type: "say", to, text });
const words = (project: { readonly directions: readonly { readonly text: string }[] }) =>
  project.directions.map((one) => one.text);

describe("a direction", () => {
  it("is acknowledged in the thread and recorded in the log", () => {
    const { project, effects, envelopes } = given(started()).when(tell("architect", "Use Postgres."));
    expect(project.directions).toMatchObject([{ to: "architect", text: "Use Postgres.", by: "ada" }]);
    expect(envelopes).toMatchObject([
      { from: "person:ada", to: "architect", type: "command", content: { text: "Use Postgres." } },
    ]);
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe("Noted for Architect's next turn.");
  });

  it("to nobody in particular is for whoever works next", () => {
    const { effects } = given(started()).when(tell(null, "Be brief."));
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe("Noted for the next agent's next turn.");
    const past = given(
      started(),
      playsUntil("analyze.plan"),
      tell(null, "Be brief."),
      playsUntil("analyze.produce"),
    );
    expect(words(past.project)).toEqual(["Be brief."]);
    expect(words(past.when(finishes()).project)).toEqual([]);
  });

  it("is spent when the agent's document that was begun after it is done", () => {
    const past = given(started(), tell("architect", "Use Postgres."), playsUntil("design.produce"));
    expect(words(past.project)).toEqual(["Use Postgres."]);
    expect(words(past.when(finishes()).project)).toEqual([]);
  });

  it("given while the plan is made has been in the document's prompt, and is spent with it", () => {
    const past = given(
      started(),
      playsUntil("design.plan"),
      tell("architect", "Use Postgres."),
      playsUntil("design.produce"),
    );
    expect(words(past.when(finishes()).project)).toEqual([]);
  });

  it("given while the document is written waits for the agent's next turn", () => {
    const past = given(started(), playsUntil("design.produce"), tell("architect", "Use Postgres."));
    expect(words(past.when(finishes()).project)).toEqual(["Use Postgres."]);
  });

  it("to one agent survives the documents of others", () => {
    expect(
      words(given(started(), tell("tester", "Try edges."), playsUntil("validate.plan")).project),
    ).toEqual(["Try edges."]);
  });

  it("that came out of a decision is spent by the step it had done again", () => {
    const past = given(
      started(),
      plays({ "design.produce": [{ confidence: 0.7 }] }),
      decides("modify", { note: "Use SQLite." }),
      playsUntil("design.produce"),
    );
    expect(words(past.project)).toEqual(["Use SQLite."]);
    expect(words(past.when(finishes()).project)).toEqual([]);
  });

  it.each([
    ["nobody", "There is no agent `nobody` in this project."],
    ["analyst", "Analyst has no work left in this project. `/botarmy rollback STAGE` gives it some."],
  ])("to %s is refused", (to, reply) => {
    const answer = given(started(), playsUntil("design.plan")).when(tell(to, "hello"));
    expect(answer.moved).toBe(false);
    expect(answer.reply).toContain(reply);
  });

  it("is refused when fifty wait already, while decisions are still taken in", () => {
    const many = Array.from({ length: 50 }, (_, i): Act => tell("deployer", `word ${i}`));
    const full = given(started(), ...many);
    expect(full.when(tell("deployer", "one more"))).toMatchObject({
      moved: false,
      reply: "Too many directions are waiting already; let the agents take them first.",
    });
    const back = given(started(), playsUntil("design.plan"), ...many).when(
      does({ type: "rollback", stage: "analyze", reason: "" }),
    );
    expect(back.project.directions).toHaveLength(50);
    expect(back.project.directions.at(-1)?.to).toBe("analyst");
    expect(back.project.directions[0]?.text).toBe("word 1");
  });
});
