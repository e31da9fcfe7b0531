import { describe, expect, it } from "vitest";
import { diamond, wideDiamond, withStages } from "./samples.ts";
import {
  decides,
  does,
  finishes,
  given,
  plays,
  playsUntil,
  runs,
  started,
  states,
  type Script,
} from "./scenario.ts";

const when = "spec.size == 'large'";
const large: Script = { "scope.produce": [{ specPatch: [{ op: "add", path: "/size", value: "large" }] }] };
const oneSide = withStages(diamond, { api: { when } });
const bothSides = withStages(diamond, { api: { when }, screens: { when } });

describe("a stage with a condition", () => {
  it("is done like any other when it holds", () => {
    const { project } = given(started({ workflow: oneSide }), plays(large));
    expect([project.status, states(project)["api"]]).toEqual(["completed", "done"]);
  });

  it("is skipped when it does not, and what needs it goes on without it", () => {
    const { project } = given(started({ workflow: oneSide }), plays());
    expect([project.status, states(project)["api"], states(project)["ship"]]).toEqual([
      "completed",
      "skipped",
      "done",
    ]);
    expect(project.stages[1]).toMatchObject({ plan: { attempt: 0 }, produce: { attempt: 0 } });
    expect(project.artifacts.some((one) => one.stage === "api")).toBe(false);
  });

  it("says in the thread and in the log that it is skipped, and why", () => {
    const past = given(started({ workflow: oneSide }), plays());
    const said = past.world.past.flatMap(({ advance }) => advance.envelopes);
    expect(said.filter((one) => one.content.data["skipped"] === "api")).toMatchObject([
      { from: "system", content: { text: "Skipped **Api**: `spec.size == 'large'` does not hold." } },
    ]);
  });

  it("is judged when its turn comes, not before", () => {
    const past = given(started({ workflow: oneSide }), playsUntil("scope.produce"));
    expect(states(past.project)["api"]).toBe("waiting");
  });

  it("waits for the resume to be skipped", () => {
    const past = given(
      started({ workflow: oneSide }),
      playsUntil("scope.produce"),
      does({ type: "pause" }),
      finishes(),
    );
    expect([past.project.status, states(past.project)["api"]]).toEqual(["paused", "waiting"]);
    expect(states(past.when(does({ type: "resume" })).project)["api"]).toBe("skipped");
  });

  it("may be the first one, and the last one", () => {
    const never = withStages(diamond, { scope: { when }, ship: { when } });
    const { project } = given(started({ workflow: never }), plays());
    expect([project.status, states(project)]).toEqual([
      "completed",
      { scope: "skipped", api: "done", screens: "done", ship: "skipped" },
    ]);
  });

  it("is skipped with all others, and the project is complete at once", () => {
    const all = withStages(diamond, {
      scope: { when },
      api: { when },
      screens: { when },
      ship: { when },
    });
    const { project } = given(started({ workflow: all }));
    expect([project.status, runs(project)]).toEqual(["completed", []]);
  });

  it("whose condition cannot be read is skipped", () => {
    const { project } = given(
      started({ workflow: withStages(diamond, { api: { when: "spec.size ==" } }) }),
      plays(),
    );
    expect(states(project)["api"]).toBe("skipped");
  });
});

describe("a stage of which everything that it needs was skipped", () => {
  it("is done all the same", () => {
    const { project } = given(started({ workflow: bothSides }), plays());
    expect(states(project)).toEqual({ scope: "done", api: "skipped", screens: "skipped", ship: "done" });
  });

  it("objects to nobody's work but the brief", () => {
    const verdict = { accept: false, confidence: 0.9, reason: "There is nothing to ship." };
    const { project } = given(started({ workflow: bothSides }), plays({ "ship.plan": [{ verdict }] }));
    expect(project.escalations).toMatchObject([
      { kind: "question", stage: "ship", title: "Deployer cannot work from the brief as it is" },
    ]);
  });

  it("is not asked about the brief again after people said that it is what there is", () => {
    const verdict = { accept: false, confidence: 0.9, reason: "There is nothing to ship." };
    const stubborn = { "ship.plan": [{ verdict }, { verdict }, { verdict }] };
    const past = given(started({ workflow: bothSides }), plays(stubborn), decides("skip"), plays(stubborn));
    expect([past.project.status, past.project.escalations.length]).toEqual(["completed", 1]);
  });
});

describe("a skipped stage", () => {
  const skipped = given(started({ workflow: oneSide }), plays());

  it("is judged anew after a rollback to what it needs", () => {
    const again: Script = { "scope.produce": [{}, ...(large["scope.produce"] ?? [])] };
    const { project } = given(
      started({ workflow: oneSide }),
      plays(),
      does({ type: "rollback", stage: "scope", reason: "" }),
      plays(again),
    );
    expect([project.status, states(project)["api"]]).toEqual(["completed", "done"]);
  });

  it("stays skipped after a rollback to another stage", () => {
    const { project } = skipped.when(does({ type: "rollback", stage: "ship", reason: "" }));
    expect(states(project)).toMatchObject({ api: "skipped", ship: "active" });
  });

  it("cannot be rolled back to, as it has not begun", () => {
    expect(skipped.when(does({ type: "rollback", stage: "api", reason: "" }))).toMatchObject({
      moved: false,
      reply: "Api has not begun yet; there is nothing to go back to.",
    });
  });

  it("cannot be given to somebody else, and its agent has no work to be told about", () => {
    expect(skipped.when(does({ type: "reassign", stage: "api", agent: "tester" })).moved).toBe(false);
    const busy = given(started({ workflow: oneSide }), playsUntil("ship.plan"));
    expect(busy.when(does({ type: "say", to: "architect", text: "Hello" })).reply).toContain("no work left");
  });

  it("loses its documents of an earlier round, marked as superseded", () => {
    const { project } = given(
      started({ workflow: oneSide }),
      plays(large),
      does({ type: "rollback", stage: "scope", reason: "" }),
      plays(),
    );
    expect(states(project)["api"]).toBe("skipped");
    const files = project.artifacts.filter((one) => one.stage === "api");
    expect(files.map((one) => one.superseded)).toEqual([true, true]);
    expect(project.spec.document["size"]).toBeUndefined();
  });

  it("lets the side beside it go on alone", () => {
    const workflow = withStages(wideDiamond, { api: { when } });
    const past = given(started({ workflow }), playsUntil("screens.plan"));
    expect(runs(past.project)).toEqual(["screens.plan#1"]);
  });
});
