import type { ModelRequest } from "#src/ports.ts";
import { filled, targetOf } from "./filled.ts";
import type { Claim } from "./project/claims.ts";
import type { Requirement } from "./project/requirement.ts";
import type { Study } from "./project/study.ts";
import { promptLines } from "./project/voices.ts";
import { bare, clipped, hash, upperFirst } from "./project/wording.ts";
import type { Action } from "./scenario.ts";

/** A turn in a talk, in the shape every model answers in. */
export interface SpokenAnswer {
  readonly text: string;
  readonly proposal: string;
  readonly agreement: number;
  readonly next: string;
  readonly claims: readonly Claim[];
}

/** Limits of a turn, with room for an ellipsis. */
const most = { text: 1_100, proposal: 700 };

/** Says an agent's part: proposes when nothing is proposed, else agrees, unless the scenario wants otherwise. All from the words of the brief and of the talk. */
export const talkFor = (study: Study, request: ModelRequest, { action, seed }: Rehearsed): SpokenAnswer => {
  const { prompt, about } = request;
  const [topic = study.product] = promptLines(prompt, "Topic");
  const [standing = ""] = promptLines(prompt, "Proposal that stands");
  const isConflict = promptLines(prompt, "Position of [^:\n]*").length > 0;
  const target = isConflict ? targetOf(study) : nearest(study, topic);
  const own = isConflict ? settling : choosing;
  const { text, proposal } = standing === "" ? own(study, topic, target) : agreeing(study, target);
  const key = `${seed}:${about.agent}:${about.stage}:talk:${about.attempt}:${study.facts.product.name}`;
  return {
    text: clipped(action.says === undefined ? text : filled(action.says, study), most.text),
    proposal: clipped(
      action.proposes === undefined ? proposal : filled(action.proposes, study),
      most.proposal,
    ),
    agreement: action.agreement ?? (86 + (hash(key) % 10)) / 100,
    next: "",
    claims: claimsFor(target),
  };
};

/** What the scenario wants at this turn. The seed changes the number only. */
interface Rehearsed {
  readonly action: Action;
  readonly seed: number;
}

type Words = Pick<SpokenAnswer, "text" | "proposal">;

/** Both sides can build on a wording that holds without exception. */
const settling = ({ product }: Study, _topic: string, target: Requirement | undefined): Words => {
  const { id, quote, word } = partsOf(target, product);
  return {
    text: `We both read the same words, “${quote}”, and read “${word}” differently. The brief is right about what is wanted, and I am right that it must be testable. So let us fix what the first version does and keep the rest as a wish.`,
    proposal: `${id} holds without exception in the first version of ${product}. “${word}” stays beside it in the document as a wish for later, and is neither designed nor tested now.`,
  };
};

/** Which requirement comes first for a topic. */
const choosing = (study: Study, topic: string, target: Requirement | undefined): Words => {
  const { id, title, quote } = partsOf(target, study.product);
  const second = study.requirements.find((requirement) => requirement !== target);
  const then = second === undefined ? "the rest" : `${second.id} (“${clipped(second.title, 80)}”)`;
  return {
    text: `On “${clipped(bare(topic), 160)}”: nothing in the brief speaks to it more plainly than ${id}, “${quote}”. What we decide should make that one thing work first and let people see it.`,
    proposal: `${id} (“${title}”) comes first and decides what the rest has to fit; ${then} follows when it is shown to work.`,
  };
};

const agreeing = (study: Study, target: Requirement | undefined): Words => {
  const { id, word } = partsOf(target, study.product);
  const { agent, stage } = study.turn;
  return {
    text: `I can work with that as ${worded(agent)}: ${id} then says one thing only, and in “${upperFirst(worded(stage))}” I need no second reading of “${word}”. I keep the proposal as it stands.`,
    proposal: "",
  };
};

/** `market-researcher` is `market researcher`. */
const worded = (id: string): string => id.replaceAll("-", " ");

/** The requirement that shares most words with the topic; the first one among equals. */
const nearest = ({ requirements }: Study, topic: string): Requirement | undefined => {
  const words = new Set(topic.toLowerCase().match(/\p{L}{4,}/gu));
  const score = ({ text }: Requirement): number =>
    (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => words.has(word)).length;
  return requirements.toSorted((a, b) => score(b) - score(a))[0];
};

const partsOf = (target: Requirement | undefined, product: string) => ({
  id: target?.id ?? "the brief",
  title: clipped(target?.title ?? product, 80),
  quote: bare(clipped(target?.text ?? product, 160)),
  word: target?.soft ?? clipped(target?.title ?? product, 60),
});

const claimsFor = (target: Requirement | undefined): readonly Claim[] => {
  if (target === undefined || target.source === null) return [];
  const { document, quote } = target.source;
  return [{ text: target.title, source: document, quote }];
};
