import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Spec } from "#src/project/project.ts";
import type { SpecOperation } from "#src/project/result.ts";
import { specWithout } from "#src/project/spec-authors.ts";
import { applySpec, patchSpec, specAt, specLimit, specsSince, type SpecDocument } from "#src/project/spec.ts";

const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 300);
const empty: Spec = { version: 0, document: {}, undo: [] };

describe("a patch of the spec", () => {
  const document = { a: { list: [1, 2] } };

  it("applies as a whole", () => {
    const patch: SpecOperation[] = [
      { op: "test", path: "/a/list/0", value: 1 },
      { op: "add", path: "/a/list/-", value: 3 },
      { op: "copy", from: "/a/list", path: "/b" },
      { op: "move", from: "/a/list", path: "/c" },
      { op: "replace", path: "/c/0", value: "one" },
      { op: "remove", path: "/a" },
    ];
    expect(applySpec(document, patch)).toMatchObject({
      ok: true,
      document: { b: [1, 2, 3], c: ["one", 2, 3] },
    });
    expect(document).toEqual({ a: { list: [1, 2] } });
  });

  it.each<[string, SpecOperation]>([
    ["a test that fails", { op: "test", path: "/a/list/0", value: 2 }],
    ["a path that is not there", { op: "replace", path: "/x/y", value: 1 }],
    ["a path without its slash", { op: "add", path: "a", value: 1 }],
    ["a source that is not there", { op: "move", from: "/x", path: "/y" }],
    ["a move into itself", { op: "move", from: "/a", path: "/a/b" }],
    ["an index beyond the list", { op: "add", path: "/a/list/9", value: 1 }],
    ["a list instead of the spec", { op: "replace", path: "", value: [] }],
    ["nothing instead of the spec", { op: "remove", path: "" }],
    ["the prototype", { op: "add", path: "/__proto__/x", value: 1 }],
    ["more than the row can carry", { op: "add", path: "/b", value: "x".repeat(specLimit) }],
  ])("with %s changes nothing and says why", (_, operation) => {
    const applied = applySpec(document, [{ op: "add", path: "/first", value: 1 }, operation]);
    expect(applied).toMatchObject({ ok: false, problem: expect.any(String) });
    expect(document).toEqual({ a: { list: [1, 2] } });
  });

  it("that hides a prototype in a value is refused, since it could not be undone", () => {
    const value: SpecDocument = JSON.parse('{"__proto__":{"x":1}}');
    expect(applySpec(document, [{ op: "add", path: "/b", value }])).toMatchObject({ ok: false });
    const nested: SpecDocument = { constructor: { prototype: { x: 1 } } };
    expect(applySpec(document, [{ op: "add", path: "/b", value: nested }])).toMatchObject({ ok: false });
  });

  it("that is empty makes no version", () => {
    expect(patchSpec(empty, [])).toBe(empty);
  });
});

describe("versions of the spec", () => {
  const one = { op: "add" as const, path: "/a", value: 1 };

  it("that never were are not there", () => {
    const spec = patchSpec(empty, [one]);
    if ("problem" in spec) throw new Error(spec.problem);
    expect([specAt(spec, -1), specAt(spec, 2), specAt(spec, NaN), specAt(spec, 0), specAt(spec, 1)]).toEqual([
      undefined,
      undefined,
      undefined,
      {},
      { a: 1 },
    ]);
    expect(specWithout(spec, [], 7)).toEqual({ spec, patch: [] });
  });

  it("are kept for the last five hundred", () => {
    const counted = Array.from({ length: 600 }, (_, i): SpecOperation => ({
      op: "add",
      path: "/n",
      value: i,
    }));
    const spec = counted.reduce<Spec>((next, operation) => {
      const patched = patchSpec(next, [operation]);
      return "problem" in patched ? next : patched;
    }, empty);
    expect([spec.version, spec.undo.length]).toEqual([600, 500]);
    expect([specAt(spec, 99), specAt(spec, 100), specAt(spec, 600)]).toEqual([
      undefined,
      { n: 99 },
      { n: 599 },
    ]);
  });

  const json = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .map((value): unknown => JSON.parse(JSON.stringify(value)));
  const name = fc.constantFrom("a", "b", "a~1b", "~0", "0", "-", "");
  const path = fc
    .array(name, { minLength: 0, maxLength: 3 })
    .map((parts) => parts.map((part) => `/${part}`).join(""));
  const operation = fc.oneof(
    fc.record({ op: fc.constantFrom("add", "replace", "test"), path, value: json }),
    fc.record({ op: fc.constant("remove"), path }),
    fc.record({ op: fc.constantFrom("move", "copy"), from: path, path }),
  );

  it("can all be restored exactly, whatever was patched", () => {
    fc.assert(
      fc.property(fc.array(fc.array(operation, { maxLength: 4 }), { maxLength: 12 }), (patches) => {
        let spec = empty;
        const seen: SpecDocument[] = [{}];
        for (const patch of patches) {
          // Proof: the generator makes operations only; their values are JSON.
          const next = patchSpec(spec, patch as SpecOperation[]);
          if ("problem" in next || next.version === spec.version) continue;
          spec = next;
          seen.push(structuredClone(next.document));
        }
        expect(seen.map((_, version) => specAt(spec, version))).toEqual(seen);
        expect(seen.map((_, version) => specWithout(spec, [], version).spec.document)).toEqual(seen);
        expect(specsSince(spec, 0)).toEqual(seen);
      }),
      { numRuns },
    );
  });
});
