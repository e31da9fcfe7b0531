import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { toStrictJsonSchema } from "openai/lib/transform";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { schemaFor } from "#adapters/model/schema.ts";
import { StepOutput } from "#src/agent/output.ts";

const step = z.toJSONSchema(StepOutput);
const dialects = ["anthropic", "openai", "chat"] as const;

const keywords = (json: unknown): readonly string[] =>
  typeof json === "object" && json !== null
    ? Object.entries(json).flatMap(([name, value]) =>
        name === "properties" ? Object.values(value as object).flatMap(keywords) : [name, ...keywords(value)],
      )
    : [];

test("a step's schema for Claude is one that Claude's own SDK has nothing to change in", () => {
  const ours = schemaFor("anthropic", step);
  expect(transformJSONSchema(ours as Parameters<typeof transformJSONSchema>[0])).toEqual(ours);
});

test.each(["openai", "chat"] as const)(
  "a step's schema for %s is one that OpenAI's own SDK has nothing to change in",
  (dialect) => {
    const ours = schemaFor(dialect, step);
    expect(toStrictJsonSchema(ours as Parameters<typeof toStrictJsonSchema>[0])).toEqual(ours);
  },
);

test.each(dialects)("every object of a step's schema is closed and needs all its keys (%s)", (dialect) => {
  const text = JSON.stringify(schemaFor(dialect, step));
  expect(text.match(/"type":"object"/g)?.length).toBe(text.match(/"additionalProperties":false/g)?.length);
  expect(text).not.toContain("$schema");
  expect(text).not.toMatch(/"type":\[/);
});

test("bounds that a vendor would refuse are told in words", () => {
  expect(JSON.stringify(schemaFor("anthropic", step))).toContain('"description":"(minimum 0, maximum 1)"');
  expect(keywords(schemaFor("anthropic", step))).not.toContain("minimum");
  expect(keywords(schemaFor("chat", step))).not.toContain("maximum");
  expect(keywords(schemaFor("openai", step))).toContain("minimum");
  for (const dialect of dialects) expect(keywords(schemaFor(dialect, step))).not.toContain("minLength");
});

test("what a schema allows is the same before and after", () => {
  const answer = {
    summary: "s",
    confidence: 0.5,
    verdict: null,
    files: [],
    evidence: [],
    claims: [],
    questions: [],
    followed: [],
  };
  const patch = { op: "add", path: "/a", from: null, value: "1" };
  for (const dialect of dialects) {
    // zod reads JSON Schema back, so a second opinion costs nothing.
    const read = z.fromJSONSchema(schemaFor(dialect, step));
    expect(read.safeParse({ ...answer, specPatch: [patch] }).success).toBe(true);
    expect(read.safeParse({ ...answer, specPatch: [{ ...patch, op: "grow" }] }).success).toBe(false);
    expect(read.safeParse({ ...answer, specPatch: [{ ...patch, from: 1 }] }).success).toBe(false);
    expect(read.safeParse(answer).success).toBe(false);
  }
});

describe("what no vendor can hold a model to is refused with its place", () => {
  const cases = [
    ["a record", z.object({ a: z.record(z.string(), z.string()) }), "/a has keys that are not known"],
    ["anything", z.object({ a: z.array(z.any()) }), "/a/items does not say what it is"],
    ["an optional key", z.object({ a: z.object({ b: z.string().optional() }) }), "/a/b may be left out"],
    ["an intersection", z.object({ a: z.intersection(z.string(), z.string()) }), "/a uses allOf"],
  ] as const;
  test.each(cases)("%s", (_, schema, problem) => {
    for (const dialect of dialects) expect(() => schemaFor(dialect, z.toJSONSchema(schema))).toThrow(problem);
  });
});

test("alternatives, literals and shared definitions are kept", () => {
  const Node = z.object({
    kind: z.literal("node"),
    get next() {
      return Node.nullable();
    },
  });
  const union = z.object({
    one: z.discriminatedUnion("t", [z.object({ t: z.literal("a") }), z.object({ t: z.literal("b") })]),
    node: Node,
  });
  const text = JSON.stringify(schemaFor("openai", z.toJSONSchema(union)));
  expect(text).toContain('"anyOf"');
  expect(text).not.toContain('"oneOf"');
  expect(text).toContain('"$ref"');
  expect(text).toContain('"const":"node"');
});
