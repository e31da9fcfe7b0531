import type { PromptDocument } from "../ports.ts";
import type { Desk } from "./desk.ts";
import type { Selection } from "./fit.ts";
import type { Group, Piece } from "./pieces.ts";
import type { Render } from "./prompt.ts";

/** The words of one model call, and what they were made from. */
export interface Context {
  readonly system: string;
  readonly documents: readonly PromptDocument[];
  readonly prompt: string;
  /** Said in the prompt as well. */
  readonly leftOut: readonly string[];
  /** How many directions of people are in it. */
  readonly directions: number;
  /** Paths of the artifacts that are in it, whole or in part. */
  readonly dependsOn: readonly string[];
  /** Estimated tokens of all of it. */
  readonly tokens: number;
}

/** What is the same in every prompt of a step, whatever else goes into it. */
interface Fixed {
  readonly system: string;
  readonly template: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** With what a prompt is written and measured. */
interface Tools {
  readonly render: Render;
  readonly desk: Desk;
  readonly outputTokens: number;
}

/** Writes and measures the prompt for what was selected; once for the same pieces. */
export const openPage = (
  { system, template, values }: Fixed,
  { render, desk, outputTokens }: Tools,
): ((selection: Selection) => Context) => {
  const pages = new WeakMap<Selection["kept"], Context>();
  const write = ({ kept, leftOut }: Selection): Context => {
    const documents = kept.flatMap((piece) => (piece.type === "document" ? [piece] : []));
    const lines = groups(kept);
    const prompt = render(template, {
      ...values,
      ...lines,
      documents,
      left_out: leftOut,
      output_tokens: outputTokens,
    });
    const words = [system, prompt, ...documents.flatMap(({ name, text }) => [name, text])];
    return {
      system,
      documents: documents.map(({ name, text }) => ({ name, text })),
      prompt,
      leftOut,
      directions: lines.directions.length,
      dependsOn: [...new Set(documents.flatMap(({ from }) => from))].slice(0, 50),
      tokens: words.reduce((sum, text) => sum + desk.tokensOf(text), 0),
    };
  };
  return (selection) => {
    const page = pages.get(selection.kept) ?? write(selection);
    pages.set(selection.kept, page);
    return page;
  };
};

const groups = (pieces: readonly Piece[]): Readonly<Record<Group, readonly string[]>> => {
  const of = (group: Group): readonly string[] =>
    pieces.flatMap((piece) => (piece.type === "line" && piece.group === group ? [piece.text] : []));
  return {
    directions: of("directions"),
    objections: of("objections"),
    decisions: of("decisions"),
    answers: of("answers"),
    evidence: of("evidence"),
    outlines: of("outlines"),
    ids: of("ids"),
    positions: of("positions"),
    precedents: of("precedents"),
    turns: of("turns"),
  };
};
