import { describe, expect, test } from "vitest";
import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import { acceptTurn, TalkOutput } from "#src/agent/talk-output.ts";
import type { Discussion } from "#src/project/discussion.ts";
import { briefs } from "./briefs.ts";
import { asDocument, quickClock, request } from "./play.ts";

const documents = [asDocument(briefs.plantBoard)];

/** What an agent says to a prompt with these lines. */
const says = async (
  lines: readonly string[],
  about: { readonly agent?: string; readonly attempt?: number } = {},
  scenario = "clean",
): Promise<TalkOutput> => {
  const model = createDemoModel({ scenario: await loadScenario(scenario), seed: 1, clock: quickClock });
  const asked = request(
    { agent: "architect", stage: "design", step: "talk", ...about },
    lines.join("\n"),
    documents,
  );
  const { text } = await model.complete(asked, new AbortController().signal);
  return TalkOutput.parse(JSON.parse(text));
};

const conflict = [
  "Topic: Architect and Analyst disagree about Analyze",
  "- Position of Architect: “If possible” can mean anything.",
  "- Position of Analyst: It is what the brief says.",
];
const stands = "Proposal that stands: FR-1 holds without exception.";

const discussion: Discussion = {
  conflict: "c1",
  topic: "Analyze",
  members: ["architect", "analyst"],
  speakers: "turns",
  agreement: 0.85,
  max: 4,
  turns: [],
};

describe("the scripted model in a talk", () => {
  test("proposes first, about a requirement of the brief, with its words as the source", async () => {
    const first = await says(conflict);
    expect(acceptTurn(first, discussion, "architect").ok).toBe(true);
    expect(first.proposal).toMatch(/^N?FR-\d+ holds without exception/);
    expect(first.agreement).toBeGreaterThanOrEqual(0.86);
    for (const { quote } of first.claims) expect(briefs.plantBoard).toContain(quote);
    expect(first.claims).not.toEqual([]);
  });

  test("agrees to what stands, so that the talk ends, and says the same again when asked again", async () => {
    const answer = await says([...conflict, stands], { agent: "analyst", attempt: 2 });
    expect(answer).toMatchObject({ proposal: "" });
    expect(answer.agreement).toBeGreaterThanOrEqual(0.86);
    expect(await says([...conflict, stands], { agent: "analyst", attempt: 2 })).toEqual(answer);
  });

  test("speaks about the topic where nothing is disputed", async () => {
    const answer = await says(["Topic: Who waters the plants in the holidays?"]);
    expect(answer.text).toContain("Who waters the plants in the holidays?");
    expect(answer.proposal).toMatch(/comes first/);
  });

  test("does not agree in `conflict`, and does in `mediation`", async () => {
    const turn = { agent: "analyst", attempt: 2 };
    expect(await says([...conflict, stands], turn, "conflict")).toMatchObject({
      agreement: 0.4,
      proposal: "",
      text: expect.stringMatching(/^No\. “/),
    });
    expect((await says([...conflict, stands], turn, "mediation")).agreement).toBeGreaterThanOrEqual(0.86);
  });
});
