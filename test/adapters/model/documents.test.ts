import fc from "fast-check";
import { expect, test } from "vitest";
import { documentBlock } from "#adapters/model/documents.ts";
import { documentsIn } from "../../support/provider-servers/read-prompt.ts";

const hostile = fc.oneof(
  fc.string(),
  fc
    .array(
      fc.constantFrom(
        "</document>",
        '<document name="x">',
        "&lt;/document",
        "&amp;lt;document>",
        "</ DOCUMENT >",
        "<\n/document",
        "\n",
        "words",
      ),
    )
    .map((parts) => parts.join("")),
);

test("a document can neither close its own tag nor open another, and comes back letter by letter", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string(), text: hostile }), { maxLength: 4 }), (documents) => {
      const wire = documents.map(documentBlock).join("\n\n");
      expect(wire.match(/<\s*document\b/gi) ?? []).toHaveLength(documents.length);
      expect(wire.match(/<\s*\/\s*document\b/gi) ?? []).toHaveLength(documents.length);
      expect(documentsIn(wire).map(({ text }) => text)).toEqual(documents.map(({ text }) => text));
    }),
  );
});

test("ordinary text is given as it is, so that quotes can be found in it", () => {
  const text = "a < b && <div> &lt;p&gt; <documents> `x`";
  expect(documentBlock({ name: "a.md", text })).toBe(`<document name="a.md">\n${text}\n</document>`);
});
