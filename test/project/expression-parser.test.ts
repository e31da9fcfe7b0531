import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression } from "#src/project/expression-parser.ts";
import { type Expression, namesIn } from "#src/project/expression-tree.ts";

const problems: readonly (readonly [text: string, offset: number, problem: string])[] = [
  ["", 0, "a value is missing at the end; add a name, a number or text in quotes"],
  ["a and", 5, "a value is missing at the end; add a name, a number or text in quotes"],
  ["and a", 0, 'a value must come before "and"; add a name, a number or text in quotes'],
  ["()", 1, 'a value must come before ")"; add a name, a number or text in quotes'],
  ["a < b < c", 6, 'only two values are compared at a time; join two comparisons with "and"'],
  ["a = 1", 2, 'two values are compared by two equal signs; write "=="'],
  ["a === 1", 2, 'two values are compared by two equal signs; write "=="'],
  ["a <> 1", 2, '"<>" does not compare; write "!="'],
  ["a && b", 2, '"&" is not known; write "and"'],
  ["a || b", 2, '"|" is not known; write "or"'],
  ["!a", 0, '"!" is not known; write "not"'],
  ["a AND b", 2, '"AND" is not known; write "and"'],
  ["NOT a", 0, '"NOT" is not known; write "not"'],
  ["a is 1", 2, '"is" is not known; write "=="'],
  ["'x' in a", 4, '"in" is not known; write "contains(list, value)"'],
  ["a b", 2, 'this must be joined to what stands before it; write "and", "or" or a comparison between them'],
  ["a -1 > 0", 2, "conditions do not calculate; remove this, or compare with a number"],
  ["a + 1 > 0", 2, "conditions do not calculate; remove this and compare with a number"],
  ["a > 85%", 6, "a share is a number between 0 and 1; write 0.85, not 85%"],
  ["a > .5", 4, "a number starts with a digit; write 0 before the dot"],
  ["a > 1,5", 5, "a comma stands only inside contains(…); write numbers with a dot"],
  ["a > 12345678901234567", 4, "the number is too long; write at most 15 digits"],
  ["'a", 0, "the quote that opens here is not closed; close it"],
  ["(a or b", 7, 'a ")" is missing at the end; add it'],
  ["a)", 1, 'this ")" closes nothing; remove it'],
  ["len(a)", 3, 'only contains, count and has are followed by "("; join conditions with "and" or "or"'],
  [
    "count > 1",
    0,
    'count must be followed by "("; to name a value so, it stands after a dot, like spec.count',
  ],
  ["has('a')", 4, "has(…) asks for a name, such as has(spec.risks)"],
  ["contains(a)", 10, "contains(…) takes a list or text, a comma, and what is looked for in it"],
  ["a['b']", 1, "put the number of a list item, counted from 0, right after a name, like spec.risks[0]"],
  ["a . b", 2, "a dot stands between two names; write it without spaces, like brief.words"],
  ["größe > 1", 2, '"ö" means nothing in a condition; remove it, or put text in quotes'],
  [`${"(".repeat(21)}a${")".repeat(21)}`, 20, "nested more than 20 deep; make it flatter"],
  ["a".repeat(501), 0, "the condition is longer than 500 characters; make it shorter"],
];

describe("a condition that cannot be read", () => {
  test.each(problems.map(([text, offset, problem]) => ({ text, offset, problem })))(
    "$problem",
    ({ text, offset, problem }) => {
      expect(parseExpression(text)).toEqual({ ok: false, problem, offset });
    },
  );

  test("a hyphen that is no part of a name is explained", () => {
    expect(parseExpression("a - b")).toMatchObject({ ok: false, offset: 2 });
    expect(parseExpression("a - b")).toHaveProperty("problem", expect.stringContaining("outputs.six-phase"));
  });

  test("is refused in one line inside the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const parsed = parseExpression(text);
        if (parsed.ok) return;
        expect(parsed.problem).toMatch(/^[^\n]+$/);
        expect(parsed.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a condition that can be read", () => {
  test("tells the names it asks for, in order", () => {
    const parsed = parseExpression(
      "outputs.six-phase.quality > 0.8 and not has(spec.risks[0].id) or contains(a, b)",
    );
    expect(parsed.ok && namesIn(parsed.expression)).toEqual([
      ["outputs", "six-phase", "quality"],
      ["spec", "risks", "0", "id"],
      ["a"],
      ["b"],
    ]);
  });

  test("may be written over several lines", () => {
    expect(parseExpression("a ==\n  1\nand b\n")).toMatchObject({ ok: true, expression: { type: "and" } });
  });

  test("is read as it was meant: any tree that is written out comes back", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const parsed = parseExpression(written(tree));
        expect(parsed.ok && withoutOffsets(parsed.expression)).toEqual(withoutOffsets(tree));
      }),
      { numRuns: 500 },
    );
  });
});

const offset = 0;
const name = fc.stringMatching(/^[a-z]\w{0,3}(-\w{1,3})?$/).filter((word) => !reserved.has(word));
const reserved = new Set(["and", "or", "not", "contains", "count", "has", "true", "false", "null"]);
const paths = fc
  .tuple(name, fc.array(fc.oneof(name, fc.nat(99)), { maxLength: 2 }))
  .map(([first, rest]) => ({ type: "path" as const, path: [first, ...rest], offset }));
const values = fc
  .oneof(
    fc.integer({ min: -999, max: 999 }).map((whole) => (whole === 0 ? 0 : whole / 8)),
    fc.boolean(),
    fc.constant(null),
    fc.stringMatching(/^[^']{0,5}$/),
  )
  .map((value) => ({ type: "value" as const, value, offset }));

const trees: fc.Arbitrary<Expression> = fc
  .letrec<{ tree: Expression }>((tie) => {
    const tree = tie("tree");
    const several = fc.array(tree, { minLength: 2, maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        paths,
        values,
        paths.map((of) => ({ type: "has" as const, of })),
        tree.map((of) => ({ type: "count" as const, of })),
        tree.map((of) => ({ type: "not" as const, of })),
        fc.record({ type: fc.constant("contains" as const), whole: tree, part: tree }),
        fc.record({ type: fc.constantFrom("and" as const, "or" as const), of: several }),
        fc.record({
          type: fc.constant("compare" as const),
          operator: fc.constantFrom("==" as const, "!=" as const, "<" as const, ">=" as const),
          left: tree,
          right: tree,
        }),
      ),
    };
  })
  .tree.filter((tree) => written(tree).length <= 500);

/** The tree as text, with parentheses around every part that has parts. */
function written(tree: Expression): string {
  switch (tree.type) {
    case "path":
      return tree.path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
        .join("")
        .slice(1);
    case "value":
      return typeof tree.value === "string" ? `'${tree.value}'` : String(tree.value);
    case "not":
      return `not ${inside(tree.of)}`;
    case "and":
    case "or":
      return tree.of.map(inside).join(` ${tree.type} `);
    case "compare":
      return `${inside(tree.left)} ${tree.operator} ${inside(tree.right)}`;
    case "contains":
      return `contains(${inside(tree.whole)}, ${inside(tree.part)})`;
    case "count":
    case "has":
      return `${tree.type}(${inside(tree.of)})`;
  }
}

function inside(tree: Expression): string {
  return ["and", "or", "not", "compare"].includes(tree.type) ? `(${written(tree)})` : written(tree);
}

function withoutOffsets(tree: Expression): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === "offset" ? undefined : value)));
}
