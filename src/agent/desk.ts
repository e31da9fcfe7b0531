import { createMemo } from "../llm/memo.ts";
import { createEstimate } from "../llm/tokens.ts";
import { parseBundle, type Bundle } from "../team/bundle.ts";
import { createRenderer, type Render } from "./prompt.ts";
import { outlineOf, type Outline } from "./sections.ts";

/** A stored bundle's roles, and its prompts ready to be rendered. */
interface Opened {
  readonly roles: Bundle["roles"];
  readonly render: Render;
}

/** What steps have in common, worked out once. Everything follows from the given text alone, so that an empty desk gives the same. */
export interface Desk {
  /** Throws as `parseBundle`. */
  open(bundle: string): Opened;
  tokensOf(text: string): number;
  outlineOf(text: string): Outline;
}

/** Projects of one version of a workflow share one bundle. */
const mostBundles = 4;
/** The roles of one bundle, with the marks of a few projects. */
const mostSystems = 16;
/** The documents of a few projects. */
const mostOutlines = 64;

export const createDesk = (): Desk => {
  const bundles = createMemo<Opened>(mostBundles);
  const outlines = createMemo<Outline>(mostOutlines);
  return {
    open: (text) => bundles(text, () => opened(parseBundle(text))),
    tokensOf: createEstimate(),
    outlineOf: (text) => outlines(text, () => outlineOf(text)),
  };
};

const opened = ({ roles, prompts }: Bundle): Opened => ({
  roles,
  render: withSystemOnce(createRenderer(prompts)),
});

/** The system prompt is the same for all steps of a role; every other prompt is another one each time. */
const withSystemOnce = (render: Render): Render => {
  const known = createMemo<string>(mostSystems);
  return (template, values) =>
    template === "system"
      ? known(JSON.stringify(values), () => render(template, values))
      : render(template, values);
};
