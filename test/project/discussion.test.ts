import { describe, expect, it } from "vitest";
import { standingOf, type Discussion, type Said } from "#src/project/discussion.ts";

const said = (agent: string, agreement: number, words: Partial<Said> = {}): Said => ({
  agent,
  text: "…",
  proposal: "",
  agreement,
  next: null,
  ...words,
});

const talk = (turns: readonly Said[], rule: Partial<Discussion> = {}): Discussion => ({
  conflict: null,
  topic: "How large?",
  members: ["ann", "ben", "cleo"],
  speakers: "turns",
  agreement: 0.8,
  max: 9,
  turns: [...turns],
  ...rule,
});

const small = { proposal: "Small." };
const allAgree = [said("ann", 0.9, small), said("ben", 0.85), said("cleo", 0.8)];

describe("a discussion", () => {
  it("is begun by its first member", () => {
    expect(standingOf(talk([]))).toEqual({ type: "goes-on", speaker: "ann" });
  });

  it("gives the word to whoever has waited longest", () => {
    const turns = [said("ann", 0.9, small), said("ben", 0.1)];
    expect(standingOf(talk(turns))).toEqual({ type: "goes-on", speaker: "cleo" });
    expect(standingOf(talk([...turns, said("cleo", 0.1)]))).toEqual({ type: "goes-on", speaker: "ann" });
  });

  it("is agreed when the last word of every member on the proposal is sure enough, as sure as the least sure one", () => {
    expect(standingOf(talk(allAgree))).toEqual({ type: "agreed", proposal: "Small.", agreement: 0.8 });
  });

  it("goes on while one member has not spoken about the proposal", () => {
    expect(standingOf(talk(allAgree.slice(0, 2))).type).toBe("goes-on");
  });

  it("goes on while one member is not sure enough", () => {
    expect(standingOf(talk([...allAgree.slice(0, 2), said("cleo", 0.79)])).type).toBe("goes-on");
  });

  it("takes the last word of a member that changed its mind, either way", () => {
    const unsure = [said("ann", 0.9, small), said("ben", 0.2), said("cleo", 0.9)];
    expect(standingOf(talk([...unsure, said("ben", 0.9)])).type).toBe("agreed");
    expect(standingOf(talk([...unsure, said("ann", 0.1), said("ben", 0.9)])).type).toBe("goes-on");
  });

  it("asks everybody anew about a new proposal", () => {
    const turns = [...allAgree.slice(0, 2), said("cleo", 0.9, { proposal: "Large." })];
    expect(standingOf(talk(turns)).type).toBe("goes-on");
    const agreed = [...turns, said("ann", 0.9), said("ben", 0.8)];
    expect(standingOf(talk(agreed))).toMatchObject({ type: "agreed", proposal: "Large." });
  });

  it("in which nobody proposes anything cannot be agreed, however sure all are", () => {
    const turns = [said("ann", 1), said("ben", 1), said("cleo", 1)];
    expect(standingOf(talk(turns)).type).toBe("goes-on");
    expect(standingOf(talk(turns, { max: 3 }))).toEqual({ type: "open", proposal: "" });
  });

  it("ends open after its last turn, with the proposal that stands", () => {
    const turns = [said("ann", 0.9, small), said("ben", 0.1), said("cleo", 0.9)];
    expect(standingOf(talk(turns, { max: 3 }))).toEqual({ type: "open", proposal: "Small." });
  });

  it("may be agreed with its last turn", () => {
    expect(standingOf(talk(allAgree, { max: 3 })).type).toBe("agreed");
  });
});

describe("a discussion in which speakers choose", () => {
  const chosen = (next: string | null) =>
    standingOf(talk([said("ann", 0.9, { ...small, next })], { speakers: "chosen" }));

  it("gives the word to the one that is named", () => {
    expect(chosen("cleo")).toEqual({ type: "goes-on", speaker: "cleo" });
  });

  it.each([["ann"], ["nobody"], [null]])(
    "gives it to the one who has waited longest when %s is named",
    (next) => {
      expect(chosen(next)).toEqual({ type: "goes-on", speaker: "ben" });
    },
  );

  it("where they do not, a name is not followed", () => {
    expect(standingOf(talk([said("ann", 0.9, { ...small, next: "cleo" })]))).toMatchObject({
      speaker: "ben",
    });
  });
});
