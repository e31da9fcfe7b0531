import { describe, expect, test } from "vitest";
import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import { locate } from "#src/agent/grounding.ts";
import { outputSchema } from "#src/agent/output.ts";
import { meanOf } from "#src/agent/structures/part.ts";
import { referenceProblem } from "#src/agent/structures/references.ts";
import { rubric } from "#src/agent/structures/rubric.ts";
import { withStructure } from "#src/agent/structures/structure.ts";
import { traceOf } from "#src/agent/structures/traceability.ts";
import { briefs } from "./briefs.ts";
import { answer, asDocument, playAll, quickClock, requestOf } from "./play.ts";

describe.each(Object.entries(briefs))("the structures of the ten steps on the brief “%s”", (name, brief) => {
  test("refer only to what exists, say what the documents say, and are good by their rubrics", async () => {
    for (const { structure, earlier, text, request } of await playAll(brief)) {
      if (structure === null) continue;
      expect(referenceProblem(structure, earlier)).toBeNull();
      const parts = rubric({
        structure,
        earlier,
        document: text,
        brief,
        isQuoted: (words) => request.documents.some((one) => locate(one.text, words) !== undefined),
      });
      const told = parts.map((part) => `${part.name} ${part.score}: ${part.detail}`);
      expect(meanOf(parts), `${structure.kind}\n${told.join("\n")}`).toBeGreaterThanOrEqual(0.85);
    }
  });

  test("lead every requirement to a test, and fit into an answer", async () => {
    const played = await playAll(brief);
    const all = played.reduce(
      (earlier, { structure }) => (structure === null ? earlier : withStructure(earlier, structure)),
      played[0]?.earlier ?? {},
    );
    const traces = traceOf(all);
    expect(traces.length).toBeGreaterThan(0);
    expect(traces.filter(({ gaps }) => gaps.length > 0)).toEqual([]);
    for (const { output, structure } of played)
      expect(JSON.stringify({ output, structure }).length / 4, name).toBeLessThan(12_000);
  });
});

test("every direction is acknowledged, in its order, also one that is said twice", async () => {
  const words = "Direction: use Postgres\n- Direction: describe the risks\n- Direction: use Postgres";
  const { followed } = await answer(
    requestOf("architect", "produce", { documents: [asDocument(briefs.sample)], words }),
  );
  expect(followed).toHaveLength(3);
  expect(followed[0]).toContain("use Postgres");
  expect(followed[1]).toContain("As asked");
  expect(followed[2]).toBe(followed[0]);
});

test("an objection names the file and the words it rests on", async () => {
  const [, requirements] = await playAll(briefs.plantBoard);
  const documents = [
    asDocument(briefs.plantBoard),
    { name: "requirements/requirements.md", text: requirements?.text ?? "" },
  ];
  const { verdict } = await answer(requestOf("architect", "plan", { documents }), "objection");
  expect(verdict).toMatchObject({ accept: false, about: "requirements/requirements.md" });
  const [evidence] = verdict?.evidence ?? [];
  expect(documents.find(({ name }) => name === evidence?.source)?.text).toContain(evidence?.quote);
});

test("a tester finds the defects that its scenario wants, and names them in its document", async () => {
  const scenario = {
    ...(await loadScenario("clean")),
    at: [{ agent: "tester", step: "produce" as const, do: { defects: ["high" as const, "low" as const] } }],
  };
  const model = createDemoModel({ scenario, seed: 1, clock: quickClock });
  const asked = requestOf("tester", "produce", {
    documents: [asDocument(briefs.sample)],
    words: "Structure: test-plan",
  });
  const { text } = await model.complete(asked, new AbortController().signal);
  const { structure, ...output } = outputSchema("test-plan").parse(JSON.parse(text));
  expect(structure).toMatchObject({
    defects: [
      { id: "BUG-1", severity: "high", state: "open", requirement: "FR-1" },
      { id: "BUG-2", severity: "low", state: "open", requirement: "FR-2" },
    ],
  });
  expect(output.files[0]?.text).toContain("| BUG-1 | high | FR-1 |");
});
