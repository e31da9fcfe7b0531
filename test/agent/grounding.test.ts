import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groundClaims, locate } from "#src/agent/grounding.ts";
import { withoutSources, withSources } from "#src/agent/sources-section.ts";

const document = {
  path: "requirements/project_brief.md",
  text: "Ünder “real”\n  pressure – the App\tmust\n\nSAVE it.",
};
const ground = (source: string, quote: string) =>
  groundClaims([{ text: "statement", source, quote }], { documents: [document], evidence: [] })[0];

describe("grounding", () => {
  it("takes no longer than a moment for a quote that a long document does not have", () => {
    const text = "A bird sits in a tree and sings.\n\n".repeat(30_000);
    const started = performance.now();
    expect(locate(text, "not there at all")).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ["pressure – the App", "pressure – the App"],
    ['ünder "real" pressure - the app must save it', "Ünder “real”\n  pressure – the App\tmust\n\nSAVE it"],
    ["  must save\nit. ", "must\n\nSAVE it."],
  ])("finds “%s”", (quote, words) => {
    const claim = ground("requirements/project_brief.md", quote);
    expect(claim?.grounded === true && document.text.slice(claim.from, claim.to)).toBe(words);
  });

  it.each([
    ["words that are not there", "requirements/project_brief.md", "must delete it"],
    ["words too short to prove anything", "requirements/project_brief.md", "it."],
    ["an unknown document", "design/none.md", "pressure"],
    ["unknown evidence", "#E3", "pressure"],
  ])("does not ground %s", (_, source, quote) => {
    expect(ground(source, quote)?.grounded).toBe(false);
  });

  it("accepts a source with offsets, and evidence in its place only", () => {
    const passage = { source: document.path, from: 0, to: 20, text: document.text.slice(0, 20), cut: false };
    const evidence = [
      { id: "E1", tool: "search", argument: "x", type: "found", passages: [passage] },
    ] as const;
    const claims = ["#E1", "E1 requirements/project_brief.md:0-20"].flatMap((source) => [
      { text: "inside", source, quote: "Ünder" },
      { text: "outside", source, quote: "SAVE it" },
    ]);
    const grounded = groundClaims(claims, { documents: [document], evidence });
    expect(grounded.map((claim) => claim.grounded)).toEqual([true, false, true, false]);
    expect(grounded[0]?.source).toBe(document.path);
    expect(ground("requirements/project_brief.md:3-9", "SAVE it")?.grounded).toBe(true);
  });

  const characters = fc.array(fc.constantFrom(..."aA bB éÉ 7 . “ ’ – 鳥 😀".split(" "), " ", "\n", "\t"), {
    maxLength: 60,
  });
  const folded = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, " ");

  it("finds every part of every text at its place, also when case and spaces were changed", () => {
    fc.assert(
      fc.property(characters, fc.nat(59), fc.nat(59), (parts, a, b) => {
        const text = parts.join("");
        const quote = parts.slice(Math.min(a, b), Math.max(a, b)).join("");
        const span = locate(text, quote);
        fc.pre(span !== undefined);
        expect(text.slice(span?.from, span?.to)).toBe(quote.trim());
        const changed = locate(text, quote.toUpperCase().replace(/\s+/g, " \n "));
        expect(folded(text.slice(changed?.from, changed?.to))).toBe(folded(quote));
      }),
    );
  });
});

describe("the list of sources", () => {
  const [good, bad] = groundClaims(
    [
      { text: "It saves", source: document.path, quote: "SAVE it" },
      { text: "It\nflies", source: "no`where", quote: "flies" },
    ],
    { documents: [document], evidence: [] },
  );
  const claims = [good, bad].filter((claim) => claim !== undefined);

  it("is numbered, names the place, and flags what is not grounded", () => {
    const lines = withSources("# T\n\ntext\n", claims).split("\n");
    expect(lines).toContain("1. It saves: “SAVE it”, `requirements/project_brief.md:40-47`");
    expect(lines).toContain(
      "2. **Not grounded** (there is no document no`where): It flies: “flies”, given as `no'where`",
    );
  });

  it("replaces a list that the model wrote itself, and can be taken off again", () => {
    const text = "# T\n\ntext\n\n## Sources\n\n1. I made this up\n";
    const written = withSources(text, claims);
    expect(written).not.toContain("made this up");
    expect(withoutSources(written)).toBe("# T\n\ntext\n");
  });

  it("leaves a document alone that has a section of that name for its own purpose", () => {
    expect(withoutSources("# T\n\n## Sources\n\nWells and rivers.\n")).toBe(
      "# T\n\n## Sources\n\nWells and rivers.\n",
    );
  });
});
