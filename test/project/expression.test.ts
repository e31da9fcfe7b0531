import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holds, type Facts } from "#src/project/expression.ts";

const facts: Facts = {
  yes: true,
  no: false,
  one: 1,
  two: 2,
  half: 0.5,
  minus: -3,
  word: "design",
  empty: "",
  nothing: null,
  list: ["a", 2, true, null, { id: "r-1" }],
  none: [],
  map: { x: 1, y: 2 },
  outputs: { "six-phase": { quality: 0.9, state: "done", "2fa": "on", and: 1 } },
};

const holding = (conditions: readonly string[]): readonly string[] =>
  conditions.filter((condition) => holds(condition, facts));

describe("a condition", () => {
  test.each([
    ["no", "no", false, false],
    ["no", "yes", false, true],
    ["yes", "no", false, true],
    ["yes", "yes", true, true],
    ["missing", "yes", false, true],
    ["yes", "missing", false, true],
    ["one", "yes", false, true],
    ["word", "list", false, false],
  ] as const)("of %s and %s", (...[a, b, both, either]) => {
    expect([holds(`${a} and ${b}`, facts), holds(`${a} or ${b}`, facts)]).toEqual([both, either]);
  });

  test("is not its opposite; what is not true is false", () => {
    expect(holding(["not yes", "not no", "not missing", "not one", "not not yes", "not not no"])).toEqual([
      "not no",
      "not missing",
      "not one",
      "not not yes",
    ]);
  });

  test("binds `not` tighter than `and`, and `and` tighter than `or`", () => {
    expect(holding(["yes or no and no", "(yes or no) and no", "not no and no", "not (no and no)"])).toEqual([
      "yes or no and no",
      "not (no and no)",
    ]);
  });

  test.each([
    ["one", "two", true, false, false],
    ["two", "one", false, false, true],
    ["one", "1", false, true, false],
    ["half", "0.50", false, true, false],
    ["minus", "-2", true, false, false],
    ["'a'", '"b"', true, false, false],
    ["word", "'design'", false, true, false],
    ["empty", "''", false, true, false],
  ] as const)("compares %s with %s", (...[a, b, less, equal, more]) => {
    const asked = ["<", "==", ">", "<=", "!=", ">="].map((sign) => holds(`${a} ${sign} ${b}`, facts));
    expect(asked).toEqual([less, equal, more, less || equal, !equal, more || equal]);
  });

  test.each(["missing", "nothing", "list", "map", "none", "outputs", "list[3]", "one.x", "list[9]"])(
    "is false whatever it compares with %s",
    (name) => {
      for (const other of ["1", "'x'", "true", "list", "missing"]) {
        for (const sign of ["==", "!=", "<", "<=", ">", ">="]) {
          expect(holds(`${name} ${sign} ${other}`, facts)).toBe(false);
          expect(holds(`${other} ${sign} ${name}`, facts)).toBe(false);
        }
      }
    },
  );

  test("can ask for null by its name", () => {
    expect(
      holding(["missing == null", "null == nothing", "one == null", "missing != null", "one != null"]),
    ).toEqual(["missing == null", "null == nothing", "one != null"]);
    expect(holding(["one < null", "null <= null", "missing >= null"])).toEqual([]);
  });

  test("finds values of different kinds different, and neither less nor more", () => {
    expect(holding(["one == '1'", "one != '1'", "one < '2'", "yes == 1", "yes != 1", "no < yes"])).toEqual([
      "one != '1'",
      "yes != 1",
    ]);
  });

  test("follows names with hyphens, names like words of the language, and items of lists", () => {
    const asked = [
      "outputs.six-phase.quality > 0.85",
      "outputs.six-phase.state == 'done'",
      "outputs.six-phase.2fa == 'on'",
      "outputs.six-phase.and == 1",
      "list[0] == 'a'",
      "list[4].id == 'r-1'",
    ];
    expect(holding(asked)).toEqual(asked);
  });

  test("sees own properties only", () => {
    const own = ["constructor", "toString", "__proto__", "list.length", "word.length", "map.hasOwnProperty"];
    expect(holding(own.map((name) => `has(${name})`))).toEqual([]);
    const given: Facts = { map: JSON.parse('{"__proto__": {"x": true}}') };
    expect(holds("map.__proto__.x", given)).toBe(true);
    expect(holds("map.x", given)).toBe(false);
  });

  test("looks into lists and texts, by the same equality", () => {
    const asked = [
      "contains(list, 'a')",
      "contains(list, 2)",
      "contains(list, true)",
      "contains(word, 'sig')",
      "contains(word, '')",
      "contains('a list of risks', 'risk')",
    ];
    expect(holding(asked)).toEqual(asked);
    const not = ["contains(list, '2')", "contains(list, null)", "contains(word, 'SIG')"];
    expect(holding([...not, "contains(map, 'x')", "contains(missing, 'x')", "contains(word, 1)"])).toEqual(
      [],
    );
  });

  test("counts items of lists and names of maps, and nothing else", () => {
    const asked = ["count(list) == 5", "count(none) == 0", "count(map) == 2", "count(missing) == null"];
    expect(holding(asked)).toEqual(asked);
    expect(holding(["count(word) == 6", "count(missing) == 0", "count(one) == 1"])).toEqual([]);
  });

  test("asks whether something is there", () => {
    expect(
      holding(["has(one)", "has(no)", "has(empty)", "has(missing)", "has(nothing)", "has(map.z)"]),
    ).toEqual(["has(one)", "has(no)", "has(empty)"]);
  });

  test("does not hold when it cannot be read", () => {
    expect(holding(["", "yes yes", "yes and", "(yes", "yes)", "one = 1", "'open"])).toEqual([]);
  });

  test("never throws and answers the same twice, whatever the facts", () => {
    const soup = fc.array(
      fc.constantFrom(
        ..."and or not ( ) == != < >= contains( count( has( , a a.b a[0] 'a' \"b\" 1 -2 true null".split(" "),
      ),
      { maxLength: 40 },
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      soup.map((words) => words.join(" ")),
    );
    const json = fc.dictionary(fc.constantFrom("a", "b", "__proto__"), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(text, json, (condition, given) => {
        const first = holds(condition, given);
        expect(first).toBeTypeOf("boolean");
        expect(holds(condition, given)).toBe(first);
      }),
      { numRuns: 300 },
    );
  });

  test("ends at once, however it is made to be slow", () => {
    const long = "a".repeat(200_000);
    const hard = [
      "a-".repeat(250),
      "(".repeat(500),
      "not ".repeat(125),
      "a and ".repeat(83),
      "a.".repeat(250),
    ];
    const start = performance.now();
    for (const condition of [...hard, "1".repeat(500), "contains(long, part)", `${"count(".repeat(80)}a`])
      expect(holds(condition, { long, part: `${long}b` })).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
