import { describe, expect, test } from "vitest";
import { briefs } from "./briefs.ts";
import { answer, asDocument, playAll, request, requestOf } from "./play.ts";
import { applySpec, emptySpec } from "./spec.ts";

const wordsUnder = (text: string, heading: string): number => {
  const from = text.indexOf(`\n## ${heading}\n`);
  const to = text.indexOf("\n## ", from + 4);
  const body = from < 0 ? "" : text.slice(from, to < 0 ? undefined : to);
  return body.replace(heading, "").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
};

describe.each(Object.entries(briefs))("the ten steps on the brief “%s”", (_, brief) => {
  test("write every section with real content, in the file that was asked for", async () => {
    for (const { request: asked, text, output } of await playAll(brief)) {
      expect(asked.prompt).toContain(`File: ${output.files[0]?.path}`);
      const sections = /^Sections: (.*)$/m.exec(asked.prompt)?.[1]?.split(" | ") ?? [];
      for (const heading of sections)
        expect(wordsUnder(text, heading), `${output.files[0]?.path} ${heading}`).toBeGreaterThanOrEqual(15);
    }
  });

  test("quote documents letter by letter, and ground at least one claim each", async () => {
    for (const { request: asked, output } of await playAll(brief)) {
      expect(output.claims.length).toBeGreaterThan(0);
      for (const claim of output.claims) {
        const source = asked.documents.find((document) => document.name === claim.source);
        expect(source?.text.includes(claim.quote), `${claim.source}: ${claim.quote}`).toBe(true);
      }
    }
  });

  test("leave nothing for later, stay short in the thread, and pass every gate", async () => {
    for (const { text, output } of await playAll(brief)) {
      expect(text).not.toMatch(/\bTODO\b|\bTBD\b|\bFIXME\b|lorem ipsum|undefined|NaN|\[object|\{\w+\}(?!`)/);
      expect(output.summary.split(/\s+/).length).toBeLessThanOrEqual(150);
      expect(output.confidence).toBeGreaterThanOrEqual(0.86);
      expect(output.confidence).toBeLessThanOrEqual(0.95);
      expect(output.questions).toEqual([]);
    }
  });

  test("patch the spec so that each patch applies, also a second time", async () => {
    let spec = emptySpec;
    for (const { output } of await playAll(brief)) {
      spec = applySpec(spec, output.specPatch);
      spec = applySpec(
        spec,
        output.specPatch.map((operation) => ({ ...operation, op: "replace" })),
      );
    }
    expect(Object.keys(spec)).toEqual(
      expect.arrayContaining(["project", "requirements", "components", "work", "tests", "environments"]),
    );
  });
});

test("two briefs give two projects that share less than 40 % of their lines", async () => {
  const [one, other] = await Promise.all([playAll(briefs.plantBoard), playAll(briefs.sample)]);
  one.forEach(({ text }, at) => {
    const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
    const theirs = new Set(other[at]?.text.split("\n"));
    const shared = lines.filter((line) => theirs.has(line)).length / lines.length;
    expect(shared, one[at]?.output.files[0]?.path).toBeLessThan(0.4);
  });
});

test("the same brief and seed give the same bytes; another seed changes wordings and keeps the facts", async () => {
  const [first, again, reseeded] = await Promise.all([
    playAll(briefs.sample, 1),
    playAll(briefs.sample, 1),
    playAll(briefs.sample, 2),
  ]);
  expect(again.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
  expect(reseeded.map(({ text }) => text)).not.toEqual(first.map(({ text }) => text));
  expect(reseeded.map(({ output }) => output.specPatch)).toEqual(first.map(({ output }) => output.specPatch));
});

test("plans ask for parts of documents that exist", async () => {
  for (const { request: asked, output } of await playAll(briefs.plantBoard))
    for (const { tool, argument } of output.evidence) {
      if (tool !== "extract") continue;
      const [name = "", heading = ""] = argument.split(/#(.*)/s);
      expect(asked.documents.find((document) => document.name === name)?.text).toContain(heading);
    }
});

test("a direction to the analyst becomes a requirement that the others see", async () => {
  const documents = [asDocument(briefs.sample)];
  const redone = await answer(
    requestOf("analyst", "produce", {
      documents,
      attempt: 2,
      words: "- Direction: show the things of my own floor first",
    }),
  );
  const text = redone.files[0]?.text ?? "";
  expect(text).toContain("## Changes in attempt 2");
  expect(text).toContain("| FR-20 | show the things of my own floor first | must |");
  const handed = { name: "requirements/requirements.md", text };
  const tests = await answer(requestOf("tester", "produce", { documents: [...documents, handed] }));
  expect(tests.files[0]?.text).toContain("| FR-20 |");
  const spec = {
    name: "spec.json",
    text: JSON.stringify(
      Object.fromEntries(
        redone.specPatch.map(({ path, value }) => [path.slice(1), JSON.parse(value ?? "null")]),
      ),
    ),
  };
  const work = await answer(requestOf("developer", "produce", { documents: [...documents, spec] }));
  expect(work.files[0]?.text).toContain("FR-20");
});

test.each([
  ["architect", "Direction: use Postgres", "### D-1 Use Postgres"],
  ["developer", "Direction: begin with the hallway sign", "| W-1 | begin with the hallway sign |"],
  ["tester", "Direction: try it with gloves on", "try it with gloves on | it holds"],
  ["deployer", "Direction: tell the caretaker before", "1. **As directed:** tell the caretaker before"],
])("a direction to the %s changes its document", async (agent, words, expected) => {
  const documents = [asDocument(briefs.sample)];
  const plain = await answer(requestOf(agent, "produce", { documents }));
  const directed = await answer(requestOf(agent, "produce", { documents, words }));
  expect(plain.files[0]?.text).not.toContain(expected);
  expect(directed.files[0]?.text).toContain(expected);
});

test("objections, decisions and answers are quoted with what was done about them", async () => {
  const words =
    "Objection: FR-11 does not say who may shorten a loan\nDecision: FR-9 stays\nAnswer: Who prints the sign? The caretaker";
  const { files } = await answer(
    requestOf("analyst", "produce", { documents: [asDocument(briefs.sample)], attempt: 3, words }),
  );
  const text = files[0]?.text ?? "";
  for (const said of words.split("\n")) expect(text).toContain(`“${said.replace(/^\w+: /, "")}”`);
  expect(text).toContain("FR-11, **settled in attempt 3:**");
});

test("a remark about the document goes through every part in a section of its own", async () => {
  const words = "Direction: Name the risks of each part and what is done about them.";
  const { files } = await answer(
    requestOf("developer", "produce", { documents: [asDocument(briefs.sample)], attempt: 2, words }),
  );
  const asked = files[0]?.text.split("\n## As asked\n")[1] ?? "";
  for (const part of ["The shelf", "Borrowing", "Reminders", "Getting in"])
    expect(asked).toContain(`| ${part} |`);
});

test("a workflow with other agents and headings gets its sections from the brief", async () => {
  const asked = request(
    { agent: "marketer", stage: "campaign" },
    "File: design/campaign.md\nSections: Channels | Target audience | Hallway posters",
    [asDocument(briefs.sample)],
  );
  const { files } = await answer(asked);
  const text = files[0]?.text ?? "";
  for (const heading of ["Channels", "Target audience", "Hallway posters"])
    expect(wordsUnder(text, heading)).toBeGreaterThanOrEqual(15);
  expect(text.slice(text.indexOf("## Hallway"))).toContain("sign in the hallway");
});

test("a heading that the brief says nothing about is said to be empty, and no two sections say the same", async () => {
  const headings = ["Costs", "Income", "Break-even", "Assumptions", "Recommendation", "First steps"];
  const output = await answer(
    request(
      { agent: "financial-analyst", stage: "finances" },
      `File: analysis/finances.md\nSections: ${headings.join(" | ")}`,
      [asDocument(briefs.sample)],
    ),
  );
  const bodies = (output.files[0]?.text ?? "").split(/^## .*$/m).slice(1, headings.length + 1);
  expect(bodies[0]).toMatch(/does not speak of “Costs”|is about “Costs”/);
  expect(bodies[0]).not.toContain("|");
  expect(bodies[3]).toContain("| Undo |");
  expect(bodies[4]).toContain(
    "Begin with FR-1, “A neighbour looks for a thing, borrows it and brings it back.”",
  );
  const lines = bodies.flatMap((body) =>
    body.split("\n").filter((line) => /^(?:\| (?!-)|\d+\. )/.test(line)),
  );
  expect(lines).toEqual([...new Set(lines)]);
  // The thread tells of this document, and not of a list of risks that is not in it.
  expect(output.summary).toMatch(
    /^Finances of Ladder List, with “Costs”, “Income”, .*from \d+ statements of the brief/,
  );
});

test("what was answered or decided is no open question any more, and the others keep their ids", async () => {
  const documents = [asDocument(briefs.sample)];
  const before = await answer(requestOf("analyst", "produce", { documents }));
  const rowsOf = (text: string): readonly string[] =>
    text.split("\n").filter((line) => /^\| Q-\d+ \|/.test(line));
  const rows = rowsOf(before.files[0]?.text ?? "");
  expect(rows.map((row) => row.slice(2, 5))).toEqual(["Q-1", "Q-2", "Q-3", "Q-4"]);
  const [, question = ""] = /^\| Q-2 \| (.*?) \|/.exec(rows[1] ?? "") ?? [];
  const words = `Answer: ${question} Yes, for a week.\nDecision: NFR-3 holds without exception.\nObjection: NFR-3 is vague`;
  const after = await answer(requestOf("analyst", "produce", { documents, words }));
  const text = after.files[0]?.text ?? "";
  expect(rowsOf(text)).toEqual(rows.slice(2));
  expect(after.summary).toContain("2 open questions");
  expect(after.summary).not.toContain("leaves room");
  expect(text).toMatch(/“NFR-3 is vague” \| NFR-3 .* follows what was decided about it since\. \|/);
  const plan = await answer(requestOf("tester", "produce", { documents, words }));
  expect(plan.files[0]?.text).not.toMatch(/Q-[12] is answered|soft words of NFR-3/);
});

test("two directions get a number each, the one that the document has", async () => {
  const { files, followed } = await answer(
    requestOf("architect", "produce", {
      documents: [asDocument(briefs.sample)],
      words: "- Direction: use Postgres\n- Direction: log every loan",
    }),
  );
  expect(followed.map((line) => /D-\d/.exec(line)?.[0])).toEqual(["D-1", "D-2"]);
  expect(files[0]?.text).toContain("### D-2 Log every loan");
});

test("a short brief about an email gets its articles right", async () => {
  const brief = asDocument("# \n\nAn inbox that must work offline. A person reads an email a day.\n");
  const { files } = await answer(requestOf("analyst", "produce", { documents: [brief] }));
  expect(files[0]?.text).toContain("an email");
  expect(files[0]?.text).not.toMatch(/\ba email|\ban? offline/);
});
