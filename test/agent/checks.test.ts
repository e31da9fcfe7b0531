import { describe, expect, it } from "vitest";
import { assignmentOf } from "#src/agent/assignment.ts";
import { checkStep } from "#src/agent/checks.ts";
import { pathsProblem } from "#src/agent/file-paths.ts";
import { labelled } from "#src/agent/label.ts";
import type { StepOutput } from "#src/agent/output.ts";
import { specView } from "#src/agent/spec-view.ts";
import { clip, countWords } from "#src/agent/words.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { goodOutput, requirementsText, runOrder, sampleProject } from "../fakes/sample-project.ts";

const project = await sampleProject(memoryBodies());
const assignment = assignmentOf(project, runOrder("analyze", "produce"));
const planning = assignmentOf(project, runOrder("analyze", "plan"));

const grounded = { text: "t", source: "s", quote: "q", grounded: true, from: 0, to: 1 } as const;
const lost = { text: "it flies", source: "s", quote: "q", grounded: false, reason: "no" } as const;

/** A step without a structure. */
const nothing = { parts: [], alarms: [], facts: {} };

const check = (
  change: Partial<StepOutput>,
  claims: readonly (typeof grounded | typeof lost)[] = [grounded],
) => {
  const draft = { output: goodOutput(change), specPatch: [], verdict: null, structure: null };
  const { checks, quality } = checkStep({ assignment, draft, claims, evidenceNotes: [], ...nothing });
  return { quality, of: (name: string) => checks.find((one) => one.name === name) };
};

const withText = (text: string) => ({ files: [{ path: "requirements/requirements.md", text }] });

describe("checks", () => {
  it("find nothing wrong with a good document", () => {
    expect(check({}).quality).toBe(1);
  });

  it("count required sections that are missing or thin", () => {
    const { of, quality } = check(
      withText("# R\n\n## 1. Goals\n\nTwo words.\n\n### Functional requirements\n\nWrong level.\n"),
    );
    expect(of("required sections")).toMatchObject({
      passed: false,
      score: 0.5,
      detail: "missing: Functional requirements",
    });
    expect(of("section content")).toMatchObject({
      score: 0,
      detail: "under 8 words: Goals, Functional requirements",
    });
    expect(quality).toBe((0.5 + 0 + 1 + 1 + 1) / 5);
  });

  it.each([
    "TODO: numbers",
    "To be done: TBD",
    "Lorem ipsum dolor",
    "[insert name here]",
    "FIXME later",
    "Storage: TODO",
  ])("find the placeholder in “%s”", (words) => {
    expect(check(withText(`${requirementsText}\n${words}\n`)).of("no placeholders")).toMatchObject({
      passed: false,
      score: 0.5,
    });
  });

  it.each(["A todo list.", "The TODO app of the brief.", "call ADD_TODO", "TODOs are listed", "[x] done"])(
    "take “%s” for no placeholder",
    (words) => {
      expect(check(withText(`${requirementsText}\n${words}\n`)).of("no placeholders")?.passed).toBe(true);
    },
  );

  it("mark a summary of more than 500 words", () => {
    const { of } = check({ summary: "word ".repeat(1_000) });
    expect(of("summary length")).toMatchObject({ passed: false, score: 0.5 });
  });

  it("score the share of grounded claims and name the others", () => {
    expect(check({}, [grounded, lost]).of("claims grounded")).toMatchObject({
      score: 0.5,
      detail: "1 of 2; not: it flies",
    });
    expect(check({}, []).of("claims grounded")).toMatchObject({ score: 0, passed: false });
  });

  it("do not expect claims of a plan, but evidence", () => {
    const draft = { output: goodOutput(), specPatch: [], verdict: null, structure: null };
    const { checks } = checkStep({ assignment: planning, draft, claims: [], evidenceNotes: [], ...nothing });
    expect(checks.find(({ name }) => name === "claims grounded")).toMatchObject({
      passed: true,
      score: null,
    });
    expect(checks.find(({ name }) => name === "evidence plan")).toMatchObject({ passed: false, score: null });
  });
});

describe("the workflow's own checks", () => {
  const asked = (that: string) => {
    const task = { ...assignment.task, checks: [{ name: "asked", that }] };
    const draft = { output: goodOutput(), specPatch: [], verdict: null, structure: null };
    const { checks, quality } = checkStep({
      assignment: { ...assignment, task },
      draft,
      claims: [grounded, lost],
      evidenceNotes: [],
      parts: [],
      alarms: [],
      facts: { tasks: 3 },
    });
    return { quality, of: checks.find(({ name }) => name === "asked") };
  };

  it.each([
    "document.sections == 2",
    "document.words > 20",
    'contains(document.headings, "Goals")',
    "claims.grounded == 1",
    "facts.tasks == 3",
    "confidence >= 0.9",
    "has(spec.requirements)",
  ])("can ask whether %s", (that) => {
    expect(asked(that).of).toEqual({ name: "asked", passed: true, score: 1, detail: that });
  });

  it("lower the quality when they do not hold", () => {
    const { of, quality } = asked("facts.tasks > 3");
    expect(of).toMatchObject({ passed: false, score: 0, detail: "facts.tasks > 3" });
    expect(quality).toBeLessThan(asked("facts.tasks == 3").quality);
  });
});

describe("file paths", () => {
  const own = "requirements/requirements.md";

  it.each([
    own,
    "requirements/notes.md",
    "requirements/src/app.test.ts",
    "requirements/.github/workflows/ci.yml",
    "requirements/app/[id]/page.tsx",
    "requirements/Dockerfile",
    "requirements/.env.example",
  ])("allow %s", (path) => {
    expect(pathsProblem([path], assignment)).toBeNull();
  });

  it.each([
    "/requirements/a.md",
    "requirements//a.md",
    "requirements/./a.md",
    "requirements/../a.md",
    "requirements\\a.md",
    "requirements/a.exe",
    "requirements/.env",
    "requirements/.git/config.md",
    "requirements/con.md",
    "requirements/a b.md",
    "requirements/a.md/",
    "requirements/-rf.md",
    "requirements/etc./a.md",
    "requirements/a\u0000.md",
    "requirements/\u202Ea.md",
    "requirements/project_brief.md",
    "notes.md",
    `requirements/${"a".repeat(200)}.md`,
  ])("refuse %j", (path) => {
    expect(pathsProblem([path], assignment)).not.toBeNull();
  });

  it("allow only documents in a plan step", () => {
    expect(pathsProblem(["requirements/notes.md"], planning)).toBeNull();
    expect(pathsProblem(["requirements/app.ts"], planning)).toContain("documents only");
  });

  it("refuse names that differ only in case, and too many files", () => {
    expect(pathsProblem(["requirements/a.md", "requirements/A.md"], assignment)).toContain("twice");
    expect(
      pathsProblem(
        Array.from({ length: 201 }, (_, n) => `requirements/${n}.md`),
        assignment,
      ),
    ).toContain("at most 200");
  });
});

describe("the label of the scripted demo", () => {
  const notice = "Scripted demo, no AI: written by a program from the words of the brief.";

  it.each([
    ["a.md", "# T\n\ntext\n", `# T\n\n> ${notice}\n\ntext\n`],
    ["a.md", "text\n", `> ${notice}\n\ntext\n`],
    ["a.ts", "x();\n", `/* ${notice} */\nx();\n`],
    ["a.sh", "#!/bin/sh\nls\n", `#!/bin/sh\n# ${notice}\nls\n`],
    ["a.html", "<!doctype html>\n<p>", `<!doctype html>\n<!-- ${notice} -->\n<p>`],
    ["a.json", "{}", "{}"],
  ])("stands where a reader of %s sees it", (path, text, expected) => {
    expect(labelled(path, text)).toBe(expected);
    expect(labelled(path, expected)).toBe(expected);
  });
});

describe("the spec in a prompt", () => {
  it("is whole when it is small", () => {
    const spec = { b: 1, a: [2] };
    expect(specView(spec, "anything")).toEqual({ json: JSON.stringify(spec, null, 1), leftOut: [] });
  });

  it("keeps people's decisions and what the step is about when it is large", () => {
    const filler = (word: string): string => `${word} `.repeat(800);
    const { leftOut } = specView(
      { weather: filler("rain"), design: filler("design"), decisions: filler("x") },
      "Design",
    );
    expect(leftOut).toEqual(["weather"]);
  });
});

describe("words", () => {
  it("are counted in scripts without spaces too", () => {
    expect(countWords("naïve test-case 2 ✨")).toBe(4);
    expect(countWords("今日は天気がいい")).toBeGreaterThan(2);
  });

  it("are cut with a mark", () => {
    expect(clip("abc", 3)).toBe("abc");
    expect(clip("abcdef", 5)).toBe("abc …");
  });
});
