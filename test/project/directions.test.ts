import { describe, expect, it } from "vitest";
import type { Effect } from "#src/project/effect.ts";
import { Project } from "#src/project/project.ts";
import { clashing } from "./disputes.ts";
import { sdlc, withStages } from "./samples.ts";
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

  it("goes with the work when it is given to another agent", () => {
    const pass = (stage: string) => does({ type: "reassign", stage, agent: "tester" });
    const past = given(
      started(),
      plays({ "design.produce": [{ confidence: 0.7 }] }),
      does({ type: "pause" }),
      decides("modify", { note: "Use SQLite." }),
    );
    expect(past.when(pass("design")).project.directions).toMatchObject([
      { to: "tester", text: "Use SQLite." },
    ]);
    const workflow = withStages(sdlc, { build: { agent: "architect" } });
    const busy = given(started({ workflow }), tell("architect", "Use SQLite."));
    expect(busy.when(pass("design")).project.directions).toMatchObject([{ to: "architect" }]);
  });

  it("may be as long as a note can be, with the words that stand before it", () => {
    const note = "x".repeat(4_000);
    const { project } = given(...clashing()).when(decides("modify", { note }));
    expect(words(project)).toEqual([`Decision: ${note}`, `Decision: ${note}`]);
    expect(Project.safeParse(project).success).toBe(true);
    const asked = given(started(), playsUntil("design.produce"), finishes({ confidence: 0.7 }));
    expect(words(asked.when(decides("reject", { note })).project)).toEqual([
      `Rolled back to Design. Ada rejected it: ${note}`,
    ]);
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

describe("a direction that comes after the last turn", () => {
  const posts = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === "post" ? [effect.message] : []));
  const late = (who: string, stage: string) =>
    `This came too late: ${who} left in which it could be worked in. \`/botarmy rollback ${stage}\` has the work done again with it.\n- Use Postgres.`;

  it("is not passed over in silence when its agent has no work left", () => {
    const past = given(started(), playsUntil("design.produce"), tell("architect", "Use\nPostgres."));
    expect(posts(past.when(finishes()).effects)).toContainEqual(
      expect.objectContaining({
        fallback: late("Architect has no turn", "design"),
        mentions: ["ada"],
        tone: "warning",
      }),
    );
    const back = does({ type: "rollback", stage: "design", reason: "" });
    expect(words(given(() => past.when(finishes()).world, back).project)).toContain("Use\nPostgres.");
  });

  it("is said at the end when it was for whoever works next", () => {
    const past = given(started(), playsUntil("launch.produce"), tell(null, "Use Postgres."));
    const { project, effects } = past.when(finishes());
    expect([project.status, posts(effects).at(-1)?.fallback]).toEqual([
      "completed",
      late("nobody has a turn", "STAGE"),
    ]);
  });

  it("is said when its agent's last stage is skipped", () => {
    const workflow = withStages(sdlc, { validate: { when: "spec.never" } });
    const past = given(started({ workflow }), playsUntil("build.produce"), tell("tester", "Use Postgres."));
    expect(posts(past.when(finishes()).effects).map(({ fallback }) => fallback)).toContain(
      late("Tester has no turn", "STAGE"),
    );
  });

  it("waits while there is more for its agent to do", () => {
    const workflow = withStages(sdlc, { build: { agent: "architect" } });
    const past = given(started({ workflow }), playsUntil("design.produce"), tell("architect", "Be brief."));
    expect(JSON.stringify(posts(past.when(finishes()).effects))).not.toContain("too late");
  });
});
