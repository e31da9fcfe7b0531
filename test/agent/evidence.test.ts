import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveEvidence, type Evidence } from "#src/agent/evidence.ts";
import { passageLimit } from "#src/agent/tools.ts";
import { EvidenceStep } from "#src/project/result.ts";
import { briefText, requirementsText } from "../fakes/sample-project.ts";

const brief = { path: "requirements/project_brief.md", text: briefText };
const requirements = { path: "requirements/requirements.md", text: requirementsText };
const sources = {
  documents: [brief, requirements],
  spec: { limits: { "a/b": [1, { deep: "yes" }] }, name: "diary" },
};

const step = (id: string, tool: EvidenceStep["tool"], argument: string): EvidenceStep => ({
  id,
  tool,
  argument,
  needs: [],
});

const only = (tool: EvidenceStep["tool"], argument: string): Evidence | undefined =>
  resolveEvidence([step("E1", tool, argument)], sources).found[0];

const textsOf = (evidence: Evidence | undefined): readonly string[] =>
  evidence?.type === "found" ? evidence.passages.map(({ text }) => text) : [];

describe("evidence", () => {
  it("extracts the section under a heading", () => {
    expect(textsOf(only("extract", "requirements/project_brief.md#must have"))).toEqual([
      "## Must have\n\n- Write down a sighting with place, time and species.\n- Show all sightings of a year on a map.",
    ]);
  });

  it("extracts the paragraph with the words when there is no such heading", () => {
    expect(textsOf(only("extract", "requirements/project_brief.md#Sharing with friends"))).toEqual([
      "Sharing with friends would be nice.",
    ]);
  });

  it("looks up a JSON pointer in the spec", () => {
    expect(textsOf(only("spec", "/limits/a~1b/1/deep"))).toEqual(['"yes"']);
    expect(only("spec", "")).toMatchObject({ type: "found" });
  });

  it("searches all documents and puts the best paragraph first", () => {
    const found = only("search", "species required");
    expect(found?.type === "found" && found.passages[0]?.source).toBe("requirements/requirements.md");
    expect(textsOf(found)[0]).toContain("all of which are required");
  });

  it.each([
    ["extract", "design/none.md#x", "there is no current document"],
    ["extract", "requirements/project_brief.md#Blockchain", "neither a heading nor a paragraph"],
    ["extract", "requirements/project_brief.md#???", "neither a heading nor a paragraph"],
    ["search", "blockchain", "no document has any of the words"],
    ["search", "!", "no document has any of the words"],
    ["spec", "/limits/none", "the spec has nothing"],
    ["spec", "/constructor", "the spec has nothing"],
    ["spec", "limits", "the spec has nothing"],
  ] as const)("says honestly that %s “%s” was not found", (tool, argument, reason) => {
    const evidence = only(tool, argument);
    expect(evidence?.type).toBe("missing");
    expect(evidence?.type === "missing" && evidence.reason).toContain(reason);
  });

  it("puts earlier evidence into a later argument, in whatever order the steps are given", () => {
    const { found, notes } = resolveEvidence(
      [step("E2", "extract", "requirements/project_brief.md#E1"), step("E1", "spec", "/sharing")],
      { documents: [brief], spec: { sharing: "friends would be" } },
    );
    expect(notes).toEqual([]);
    expect(textsOf(found.find(({ id }) => id === "E2"))).toEqual(["Sharing with friends would be nice."]);
  });

  it("does not look for words that were not found themselves", () => {
    const { found } = resolveEvidence(
      [step("E1", "spec", "/no"), step("E2", "extract", "requirements/project_brief.md#E1")],
      sources,
    );
    expect(found[1]).toMatchObject({ type: "missing", reason: "it is about #E1, which was not found" });
  });

  it("drops circles, unknown needs, repeated ids and more than twelve steps, each with a note", () => {
    const many = Array.from({ length: 13 }, (_, n) => step(`E${n + 10}`, "search", "map"));
    const dropped = (steps: readonly EvidenceStep[]) => {
      const { found, notes } = resolveEvidence(steps, sources);
      return [found.map(({ id }) => id), notes.length];
    };
    expect(dropped([{ ...step("E1", "search", "map"), needs: ["E2"] }, step("E2", "search", "#E1")])).toEqual(
      [[], 2],
    );
    expect(dropped([{ ...step("E1", "search", "map"), needs: ["E9"] }, step("E2", "search", "map")])).toEqual(
      [["E2"], 1],
    );
    expect(dropped([step("E1", "search", "map"), step("E1", "search", "map")])).toEqual([["E1"], 1]);
    expect(dropped(many)).toEqual([many.slice(0, 12).map(({ id }) => id), 1]);
  });

  it("cuts long passages, says so, and stays exact", () => {
    const long = { path: "design/long.md", text: `# A\n\n${"word ".repeat(3_000)}\n` };
    const { found } = resolveEvidence([step("E1", "extract", "design/long.md#A")], {
      documents: [long],
      spec: {},
    });
    const passage = found[0]?.type === "found" ? found[0].passages[0] : undefined;
    expect(passage?.cut).toBe(true);
    expect(passage?.text.length).toBeLessThanOrEqual(passageLimit);
    expect(long.text.slice(passage?.from, passage?.to)).toBe(passage?.text);
  });

  it("gives exactly the words at the offsets, for any document and any plan", () => {
    const words = fc.constantFrom(
      "map",
      "sighting",
      "## Must have",
      "鳥の 日記",
      "naïve",
      "\r\n\r\n",
      "# A",
      "- x",
      "😀",
      "`#E1`",
    );
    const text = fc.array(words, { maxLength: 40 }).map((parts) => parts.join(" "));
    const id = fc.constantFrom("E1", "E2", "E3", "E4");
    const argument = fc.oneof(
      words,
      words.map((one) => `a.md#${one}`),
      fc.constantFrom("a.md", "a.md#E1", "#E2 #E3", "/x"),
    );
    const steps = fc.array(
      fc.record({
        id,
        tool: fc.constantFrom("extract", "search", "spec"),
        argument,
        needs: fc.array(id, { maxLength: 2 }),
      }),
    );
    fc.assert(
      fc.property(text, steps, (document, plan) => {
        const documents = [{ path: "a.md", text: document }];
        const { found } = resolveEvidence(
          plan.map((one) => EvidenceStep.parse(one)),
          { documents, spec: { x: [1, 2] } },
        );
        const passages = found.flatMap((one) => (one.type === "found" ? one.passages : []));
        for (const { source, from, to, text: given } of passages.filter((one) => one.source === "a.md")) {
          expect({ source, given }).toEqual({ source: "a.md", given: document.slice(from, to) });
        }
        expect(found.length).toBeLessThanOrEqual(plan.length);
      }),
    );
  });
});
