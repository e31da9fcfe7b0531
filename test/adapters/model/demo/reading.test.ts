import { describe, expect, test } from "vitest";
import { factsOf } from "#adapters/model/demo/brief/facts.ts";
import { strengthOf, softWordingOf } from "#adapters/model/demo/brief/modality.ts";
import { plain, splitSentences } from "#adapters/model/demo/brief/sentences.ts";
import { demandsOf } from "#adapters/model/demo/project/demands.ts";
import { titleFrom } from "#adapters/model/demo/project/title.ts";
import { briefs } from "./briefs.ts";

const read = (text: string) => factsOf("brief.md", text);

describe("sentences", () => {
  test("are not split at abbreviations, in code, or before a small letter", () => {
    expect(
      splitSentences("Use a store (e.g. Backbone.sync), if any. Call `a. B. c` first. It ends."),
    ).toEqual(["Use a store (e.g. Backbone.sync), if any.", "Call `a. B. c` first.", "It ends."]);
  });

  test("lose links and emphasis, and keep code", () => {
    expect(plain("Use **our** [template](https://example.org/t) with `a*b*c`")).toBe(
      "Use our template with `a*b*c`",
    );
  });

  test.each([
    ["with CRLF and wrapped lines", "# T\r\n\r\nIt must work\r\non old phones. It should\r\nbe fast.\r\n"],
    [
      "in nested lists and tables",
      "- a\n  - It must be\n    quick.\n\n| f | t |\n| - | - |\n| name | text |\n",
    ],
  ])("are quoted exactly %s", (_, text) => {
    for (const { quote } of read(text).brief.statements) expect(text).toContain(quote);
    expect(read(text).brief.statements.every(({ quote }) => quote !== "")).toBe(true);
  });
});

test.each([
  ["It must never be empty.", "not"],
  ["Make sure it's not empty.", "must"],
  ["When there are no plants, the list should be hidden.", "should"],
  ["If possible, use two columns.", "could"],
  ["All folders must include a readme if needed.", "must"],
  ["There are no accounts.", "not"],
  ["All texts should be readable without glasses.", "should"],
  ["Die Daten dürfen nicht in einer Cloud liegen.", "not"],
  ["The house has 24 flats.", "none"],
])("“%s” is read as %s", (text, strength) => {
  expect(strengthOf(text)).toBe(strength);
});

test("the words that leave room are found as they stand there", () => {
  expect(softWordingOf("Wenn möglich, soll es leuchten.")).toBe("Wenn möglich");
  expect(softWordingOf("It glows.")).toBeNull();
});

test.each([
  ["When the route changes, the list should be filtered.", "List is filtered"],
  [
    "Pressing Enter creates the plant, appends it to the list, and clears the input.",
    "Pressing Enter creates the plant",
  ],
  ["If possible, use the keys `id`, `name` for each plant.", "Use the keys `id`, `name` for each plant"],
  ["Drafts should not be persisted.", "Drafts are not persisted"],
])("“%s” is called “%s”", (text, title) => {
  expect(titleFrom(text)).toBe(title);
});

test("a web page's specification gives its product, files, routes, fields, technologies and bans", () => {
  const facts = read(briefs.plantBoard);
  expect(facts.product).toMatchObject({ name: "plant app", thing: "plant" });
  expect(facts.layout.map(({ path }) => path)).toEqual([
    "index.html",
    "css/",
    "css/board.css",
    "js/",
    "js/board.js",
    "js/models/",
    "js/models/plant.js",
    "readme.md",
  ]);
  expect(facts.signals.routes.map(({ name }) => name)).toEqual(["#/", "#/dry", "#/watered"]);
  expect(facts.entities[0]?.fields.map(({ name }) => name)).toContain("name");
  expect(facts.technologies.filter(({ ruledOut }) => ruledOut).map(({ name }) => name)).toEqual(["Sass"]);
  expect(facts.technologies.map(({ name }) => name)).toEqual(expect.arrayContaining(["npm", "localStorage"]));
  expect(facts.signals.limits.map(({ name }) => name)).toEqual(["7 days"]);
});

test("a product brief gives its people, what is kept, what is out of scope", () => {
  const facts = read(briefs.sample);
  const demands = demandsOf(facts);
  expect(facts.signals.actors.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["owner", "neighbour", "caretaker", "borrower"]),
  );
  expect(facts.entities[0]).toMatchObject({
    name: "thing",
    fields: [
      { name: "name" },
      { name: "photo" },
      { name: "note" },
      { name: "owner" },
      { name: "longest loan" },
    ],
  });
  expect(demands.exclusions.map(({ text }) => text)).toContain("It should not become a chat.");
  expect(demands.functional.map(({ group }) => group)).toContain("Borrowing");
  expect(demands.quality.map(({ group }) => group)).toContain("Operation");
});

test("one sentence is enough: what it does not say is assumed and marked", () => {
  const { functional } = demandsOf(read(briefs.oneLine));
  expect(functional[0]).toMatchObject({ id: "FR-1", text: "Build a todo app for my team", origin: "brief" });
  expect(functional.slice(1).every(({ origin, source }) => origin === "assumption" && source === null)).toBe(
    true,
  );
  expect(functional.map(({ title }) => title)).toContain("Add a todo");
});

test("a brief in another language is taken sentence by sentence", () => {
  const facts = read(briefs.german);
  expect(facts.english).toBe(false);
  expect(demandsOf(facts).functional.map(({ text }) => text)).toContain(
    "Jedes Mitglied muss ein Buch mit zwei Klicks ausleihen können.",
  );
});

test("a long brief is capped fairly, and what is left out is counted", () => {
  const { functional, left } = demandsOf(read(briefs.long));
  expect(functional.length).toBeLessThanOrEqual(40);
  expect(left).toBeGreaterThan(1_000);
});

test.each([
  ["nothing", ""],
  ["white space", " \n\t\n"],
  ["only code", "```\nx = 1\n```\n"],
  ["deep nesting", `${">".repeat(50_000)} a`],
  ["no spaces", "a".repeat(200_000)],
  ["only backticks", "`".repeat(200_000)],
  ["Japanese", "予約システムを作る。座席は二百です。"],
  ["a lone surrogate", "It must show \uD83D things."],
])("a brief of %s is read without an error", (_, text) => {
  const facts = read(text);
  expect(facts.product.name.length).toBeGreaterThan(0);
  expect(demandsOf(facts).left).toBeGreaterThanOrEqual(0);
});
