import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Spec } from "#src/project/project.ts";
import type { SpecOperation } from "#src/project/result.ts";
import { specWithout, writersOf } from "#src/project/spec-authors.ts";
import { patchSpec, specAt } from "#src/project/spec.ts";

type Work = readonly [author: string, ...patch: SpecOperation[]];

const empty: Spec = { version: 0, document: {}, undo: [] };
const add = (path: string, value: string | string[] | Record<string, string>): SpecOperation => ({
  op: "add",
  path,
  value,
});

const writtenBy = (works: readonly Work[], begin = empty): Spec =>
  works.reduce<Spec>((before, [author, ...patch]) => {
    const next = patchSpec(before, patch, [author]);
    if ("problem" in next) throw new Error(next.problem);
    return next;
  }, begin);

const without = (spec: Spec, ...stages: string[]) => specWithout(spec, stages, 0).spec;

describe("the spec without a stage's work", () => {
  const spec = writtenBy([
    ["scope", add("/flats", "ten")],
    ["api", add("/api", "rest")],
    ["screens", add("/screens", "three")],
    ["api", add("/more", "of api")],
  ]);

  it("keeps what others wrote, also meanwhile", () => {
    expect(without(spec, "api").document).toEqual({ flats: "ten", screens: "three" });
    expect(without(spec, "api", "screens").document).toEqual({ flats: "ten" });
  });

  it("keeps what was put in the place of theirs as a whole, and not what was only built on it", () => {
    const theirs: Work = ["api", add("/api", { style: "rest", version: "1" })];
    const whole = writtenBy([theirs, ["screens", add("/api", { by: "screens" })]]);
    expect(without(whole, "api").document).toEqual({ api: { by: "screens" } });
    const part = writtenBy([theirs, ["screens", add("/api/by", "screens")]]);
    expect(without(part, "api").document).toEqual({});
  });

  it("is a new version, from which all older ones can be restored", () => {
    const back = without(spec, "api");
    expect([back.version, specAt(back, 4), specAt(back, 2)]).toEqual([
      5,
      spec.document,
      { flats: "ten", api: "rest" },
    ]);
  });

  it("is the same when the stage wrote nothing", () => {
    expect(specWithout(spec, ["ship"], 0)).toEqual({ spec, patch: [] });
  });

  it("has the values back that the stage had put others in place of", () => {
    const changed = writtenBy(
      [["api", { op: "replace", path: "/flats", value: "two" }, { op: "remove", path: "/screens" }]],
      spec,
    );
    expect(without(changed, "api").document).toEqual({ flats: "ten", screens: "three" });
  });

  it("keeps a value that somebody else put in place of the stage's", () => {
    const changed = writtenBy([["screens", { op: "replace", path: "/api", value: "graphql" }]], spec);
    expect(without(changed, "api").document).toMatchObject({ api: "graphql" });
  });

  it("loses what others hung on it", () => {
    const built = writtenBy(
      [
        ["api", add("/paths", {})],
        ["screens", add("/paths/home", "x"), add("/own", "y")],
      ],
      spec,
    );
    expect(without(built, "api").document).toEqual({ flats: "ten", screens: "three", own: "y" });
  });

  it("keeps the items that others added to its list", () => {
    const lists = writtenBy([
      ["api", add("/list", ["a"])],
      ["screens", add("/list/-", "b")],
      ["api", add("/list/-", "c")],
      ["screens", add("/list/-", "d")],
    ]);
    expect(without(lists, "api").document).toEqual({ list: ["b", "d"] });
    expect(without(lists, "screens").document).toEqual({ list: ["a", "c"] });
  });

  it("never has it again, whatever else is taken out later", () => {
    const once = without(spec, "api");
    const again = writtenBy([["api", add("/new", "second try")]], once);
    expect(without(again, "screens").document).toEqual({ flats: "ten", new: "second try" });
    expect(without(without(again, "screens"), "scope").document).toEqual({ new: "second try" });
  });

  it("never has it again, even when others had hidden it at the time", () => {
    const hidden = writtenBy([["screens", { op: "replace", path: "/api", value: "graphql" }]], spec);
    const once = without(writtenBy([["screens", { op: "remove", path: "/more" }]], hidden), "api");
    expect(without(once, "screens").document).toEqual({ flats: "ten" });
  });

  it("forgets work of unknown stages after the version that is gone back to", () => {
    const old: Spec = { ...spec, undo: spec.undo.map(({ version, patch }) => ({ version, patch })) };
    expect(specWithout(old, ["api"], 2).spec.document).toEqual({ flats: "ten", api: "rest" });
  });

  const authors = ["scope", "api", "screens"];
  const work = fc.record({
    author: fc.constantFrom(...authors),
    path: fc.constantFrom("/a", "/b", "/list", "/list/-", "/a/x"),
    remove: fc.constantFrom(false, false, false, true),
  });
  const move = fc.oneof(
    { weight: 4, arbitrary: work },
    { weight: 1, arbitrary: fc.record({ back: fc.constantFrom(...authors) }) },
  );

  it("holds nothing that was taken out, whatever was written and taken out before", () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const gone = new Set<string>();
        moves.reduce<Spec>((now, one, i) => {
          const next = "back" in one ? without(now, one.back) : tried(now, { ...one, i });
          const text = JSON.stringify(next.document);
          if ("back" in one) for (const id of signedBy(one.back, i)) gone.add(id);
          expect([...gone].filter((id) => text.includes(id))).toEqual([]);
          expect(specAt(next, now.version)).toEqual(now.document);
          return next;
        }, empty);
      }),
      { numRuns: 150 },
    );
  });

  const signedBy = (author: string, until: number) =>
    Array.from({ length: until }, (_, i) => `${author}.${i}!`);

  const tried = (
    before: Spec,
    { author, path, remove, i }: { author: string; path: string; remove: boolean; i: number },
  ): Spec => {
    const value = path === "/list" ? [`${author}.${i}!`] : `${author}.${i}!`;
    const operation: SpecOperation = remove
      ? { op: "remove", path }
      : { op: "add", path, value: path === "/a" ? { by: `${author}.${i}!` } : value };
    const next = patchSpec(before, [operation], [author]);
    return "problem" in next ? before : next;
  };
});

describe("the writers of a path", () => {
  const spec = writtenBy([
    ["scope", add("/a", { x: "1", y: "1" })],
    ["api", { op: "replace", path: "/a/x", value: "2" }],
    ["screens", add("/b", "1")],
  ]);

  it("are those of the value itself, of what is in it, and of what it is in", () => {
    expect(writersOf(spec, "/a")).toEqual(["api", "scope"]);
    expect(writersOf(spec, "/a/y")).toEqual(["scope"]);
    expect(writersOf(spec, "/a/x")).toEqual(["api"]);
    expect(writersOf(spec, "")).toEqual(["screens", "api", "scope"]);
    expect(writersOf(spec, "/ab")).toEqual([]);
  });

  it("are not those whose word was replaced as a whole, or taken out", () => {
    const replaced = writtenBy([["ship", { op: "replace", path: "/a", value: "flat" }]], spec);
    expect(writersOf(replaced, "/a")).toEqual(["ship"]);
    expect(writersOf(specWithout(replaced, ["ship"], 0).spec, "/a")).toEqual(["api", "scope"]);
  });
});
