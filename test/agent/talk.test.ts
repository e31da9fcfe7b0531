import { describe, expect, it } from "vitest";
import { StepTimeout } from "#src/agent/failures.ts";
import { runStep } from "#src/agent/step.ts";
import type { TalkOutput } from "#src/agent/talk-output.ts";
import type { Conflict } from "#src/project/conflict.ts";
import type { Discussion, Said } from "#src/project/discussion.ts";
import { percent } from "#src/project/numbers.ts";
import type { Project } from "#src/project/project.ts";
import { StepResult } from "#src/project/result.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { briefText, goodOutput, runOrder, sampleProject } from "../fakes/sample-project.ts";
import type { ScriptedStep } from "../fakes/scripted-model.ts";
import { done, never, world } from "./running.ts";

const order = runOrder("design", "talk");

const spoken = (change: Partial<TalkOutput> = {}): { json: TalkOutput } => ({
  json: {
    text: "The diary has to work without a network, so the map is drawn from what the phone has.",
    proposal: "FR-1 keeps the place as coordinates; the map is drawn from tiles on the phone.",
    agreement: 0.9,
    next: "",
    claims: [{ text: "offline", source: "requirements/project_brief.md", quote: "works without a network" }],
    ...change,
  },
});

const said = (agent: string, change: Partial<Said> = {}): Said => ({
  agent,
  text: `What ${agent} says.`,
  proposal: "",
  agreement: 0.5,
  next: null,
  ...change,
});

const talk = (change: Partial<Discussion> = {}): Discussion => ({
  conflict: null,
  topic: "How does the map work without a network?",
  members: ["architect", "analyst"],
  speakers: "turns",
  agreement: 0.85,
  max: 4,
  turns: [],
  ...change,
});

const conflict: Conflict = {
  id: "c1",
  kind: "handover",
  stage: "design",
  step: "plan",
  author: "analyze",
  about: "requirements/requirements.md",
  title: "Archie and Ana disagree about Analyze",
  positions: [
    {
      agent: "architect",
      text: "A map needs a network.",
      evidence: [{ source: "requirements/project_brief.md", quote: "on a map" }],
    },
    { agent: "analyst", text: "The brief wants both.", evidence: [] },
  ],
  severity: "high",
  patch: [],
  precedents: [{ project: "p-other1", title: "Maps before", outcome: "tiles were kept on the phone" }],
  raisedAt: 1_000,
  state: "mediated",
  outcome: null,
};

/** The sample project in whose design stage a talk goes on. */
const talking = async (discussion: Discussion, change: Partial<Project> = {}): Promise<Partial<Project>> => {
  const { stages } = await sampleProject(memoryBodies());
  return {
    ...change,
    stages: stages.map((stage) => (stage.id === "design" ? { ...stage, discussion } : stage)),
  };
};

const speak = async (
  steps: readonly ScriptedStep[],
  discussion: Discussion,
  change: Partial<Project> = {},
) => {
  const { parts, project } = await world(steps, await talking(discussion, change));
  const outcome = await runStep(parts, { project, effect: order }, never);
  return { outcome, parts, requests: parts.model.requests };
};

const turnOf = async (
  steps: readonly ScriptedStep[],
  discussion: Discussion,
  change: Partial<Project> = {},
) => {
  const { outcome, requests } = await speak(steps, discussion, change);
  if (outcome.type !== "done") throw new Error(outcome.failure.message);
  const [request] = requests;
  if (request === undefined) throw new Error("nobody was asked");
  return { result: StepResult.parse(outcome.result), request, requests };
};

describe("a turn in a talk", () => {
  it("is what was said, what is proposed and how far the speaker agrees, and no file", async () => {
    const { result, request } = await turnOf([spoken()], talk());
    expect(result).toMatchObject({
      summary: expect.stringContaining("without a network"),
      confidence: 0.9,
      turn: { proposal: expect.stringMatching(/^FR-1 keeps/), agreement: 0.9, next: null },
      files: [],
      specPatch: [],
      claims: { total: 1, grounded: 1 },
      usage: { calls: 1 },
    });
    expect(request.about).toMatchObject({ agent: "architect", stage: "design", step: "talk", attempt: 1 });
    expect([request.key, request.schema.name]).toEqual([order.id, "talk_output"]);
    expect(request.maxTokens).toBeLessThanOrEqual(2_000);
  });

  it("is asked of the one whose turn it is, with everything said before and the proposal that stands", async () => {
    const turns = [said("architect", { text: "No map.", proposal: "Leave the map out.", agreement: 0.9 })];
    const { request } = await turnOf([spoken({ proposal: "", agreement: 0.3 })], talk({ turns }));
    expect(request.about.agent).toBe("analyst");
    expect(request.system).toContain("You are Ana,");
    expect(request.prompt).toContain("Proposal that stands: Leave the map out.");
    expect(request.prompt).toContain(
      `- Said by Archie: No map. Proposes: “Leave the map out.” (agrees to what is proposed: ${percent(0.9)})`,
    );
    expect(request.prompt).toContain("this is turn 2 of at most 4");
    expect(request.prompt).toContain("How does the map work without a network?");
  });

  it("about a conflict has both positions, the words they rest on, and how like cases were settled", async () => {
    const { request } = await turnOf([spoken()], talk({ conflict: "c1" }), { conflicts: [conflict] });
    expect(request.prompt).toContain("Topic: Archie and Ana disagree about Analyze");
    expect(request.prompt).toContain(
      "- Position of Archie: A map needs a network. It rests on “on a map” (requirements/project_brief.md)",
    );
    expect(request.prompt).toContain("- Precedent: Maps before: tiles were kept on the phone");
    expect(request.prompt).toContain("people decide");
  });

  it("is told extracts instead of documents, and the brief", async () => {
    const { request } = await turnOf([spoken()], talk());
    expect(request.documents[0]).toEqual({ name: "requirements/project_brief.md", text: briefText });
    const extracts = request.documents.slice(1);
    expect(extracts.length).toBeGreaterThan(0);
    for (const { name } of extracts) expect(name).toMatch(/^requirements\/requirements\.md:\d+-\d+$/);
  });

  it("drops the oldest turns first when there is no room, and says so", async () => {
    const long = "word ".repeat(230);
    const turns = Array.from({ length: 20 }, (_, at) =>
      said(at % 2 === 0 ? "architect" : "analyst", {
        text: `Turn ${at}. ${long}`,
        proposal: "Leave the map out.",
        agreement: 0.1,
      }),
    );
    const small = await talking(talk({ turns, max: 24 }));
    const { parts, project } = await world([spoken()], small);
    const stages = project.workflow.stages.map((stage) => ({ ...stage, maxTokens: 4_500 }));
    await runStep(
      parts,
      { project: { ...project, workflow: { ...project.workflow, stages } }, effect: order },
      never,
    );
    const prompt = parts.model.requests[0]?.prompt ?? "";
    expect(prompt).toContain("Turn 19.");
    expect(prompt).not.toContain("- Said by Archie: Turn 0.");
    expect(prompt).toMatch(/Left out: .*a turn of the talk/);
  });

  it("lets the speaker choose who is next only among the others, and only where speakers choose", async () => {
    const chosen = await turnOf([spoken({ next: "analyst" })], talk({ speakers: "chosen" }));
    expect(chosen.result.turn?.next).toBe("analyst");
    expect(chosen.request.prompt).toContain("You choose who speaks next: analyst.");
    const byTurns = await turnOf([spoken({ next: "nobody" })], talk());
    expect(byTurns.result.turn?.next).toBeNull();
  });

  it.each([
    ["too long a text", { text: "a".repeat(1_201) }, `"text" has 1201 characters`],
    ["too long a proposal", { proposal: "a".repeat(801) }, `"proposal" has 801 characters`],
    ["nothing said", { text: "  " }, `"text" is empty`],
    ["no proposal where none stands", { proposal: " " }, "nothing has been proposed yet"],
    ["itself as the next one", { next: "architect" }, `"next" is "architect"; choose one of analyst`],
    ["no sure number", { agreement: 2 }, "agreement"],
  ])("with %s is asked again, with what is wrong", async (_what, wrong, problem) => {
    const { requests, result } = await turnOf([spoken(wrong), spoken()], talk({ speakers: "chosen" }));
    expect(requests[1]?.key).toBe(`${order.id}:repair`);
    expect(requests[1]?.prompt).toContain(problem);
    expect(result.usage.calls).toBe(2);
  });

  it("that cannot be used twice fails as invalid output, with what was paid", async () => {
    const { outcome } = await speak([spoken({ text: "" }), "nonsense"], talk());
    expect(outcome).toMatchObject({
      type: "failed",
      failure: { kind: "invalid-output", usage: { calls: 2 } },
    });
  });

  it("is paid once, however often its order is run", async () => {
    const change = await talking(talk());
    const { parts, project } = await world([spoken()], change);
    const one = await runStep(parts, { project, effect: order }, never);
    const two = await runStep(parts, { project, effect: order }, never);
    expect(two).toEqual(one);
    expect(parts.model.requests).toHaveLength(1);
  });

  it("ends as a timeout when its time is up", async () => {
    const { parts, project } = await world([spoken()], await talking(talk()));
    const outcome = await runStep(parts, { project, effect: order }, AbortSignal.abort(new StepTimeout()));
    expect(outcome).toMatchObject({ type: "failed", failure: { kind: "timeout" } });
  });
});

describe("the step that writes after a talk", () => {
  const turns = [
    said("architect", { text: "Tiles.", proposal: "Keep tiles on the phone.", agreement: 0.9 }),
    said("analyst", { text: "Fine.", agreement: 0.88 }),
  ];

  it("is told what was said and what all agree to", async () => {
    const { stages } = await sampleProject(memoryBodies());
    const change = { stages: stages.map((stage) => ({ ...stage, discussion: talk({ turns }) })) };
    const { prompt } = await done([{ json: goodOutput() }], undefined, change);
    expect(prompt).toContain("- Said by Archie: Tiles. Proposes: “Keep tiles on the phone.”");
    expect(prompt).toContain(`all agree (${percent(0.88)} at least) to “Keep tiles on the phone.”`);
  });

  it("is not told about a talk that settled a conflict: its outcome stands elsewhere", async () => {
    const { stages } = await sampleProject(memoryBodies());
    const discussion = talk({ turns, conflict: "c1" });
    const change = { stages: stages.map((stage) => ({ ...stage, discussion })) };
    const { prompt } = await done([{ json: goodOutput() }], undefined, change);
    expect(prompt).not.toContain("<discussion>");
  });
});
