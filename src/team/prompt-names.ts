/** What can be named behind a name: its fields, or what every list, text or number has. */
type Fields = readonly string[];

const list: Fields = ["size", "first", "last"];
const text: Fields = ["size"];
const number: Fields = [];

/** Groups of lines, each a list of texts; one that nobody filled is empty. */
const lines = Object.fromEntries(
  [
    "directions",
    "objections",
    "decisions",
    "answers",
    "evidence",
    "outlines",
    "ids",
    "positions",
    "precedents",
    "turns",
    "left_out",
  ].map((name) => [name, list]),
);

const role: Fields = [
  "id",
  "name",
  "badge",
  "description",
  "capabilities",
  "persona",
  "maxTokens",
  "timeoutMs",
];
const marks: Fields = ["escalate_below", "approve_below", "agree_from"];

/** In every prompt. */
const everywhere = {
  role,
  project: ["title"],
  workflow: ["title"],
  documents: list,
  output_tokens: number,
  ...lines,
};

const ofStep: Readonly<Record<string, Fields>> = {
  ...everywhere,
  marks,
  stage: ["id", "title", "phase", "result_file", "result_sections"],
  step: ["kind", "file", "sections", "instructions", "structure", "attempt", "judges"],
  handed: list,
  next: list,
};

const ofTalk: Readonly<Record<string, Fields>> = {
  ...everywhere,
  stage: ["title", "result_file", "leader"],
  talk: [
    "topic",
    "speaker",
    "others",
    "is_conflict",
    "choices",
    "turn",
    "turns",
    "otherwise",
    "agreement",
    "proposal",
  ],
};

const ofSystem = { role, marks };

/** Templates that are rendered by name, and not because a step of a workflow names them. */
const special: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  system: ofSystem,
  "_talk-system": ofSystem,
  talk: ofTalk,
  repair: { problem: text, document: text },
};

/** Can a step of a workflow name it? The others are rendered for a purpose of their own, or are parts. */
export const isForSteps = (template: string): boolean =>
  !Object.hasOwn(special, template) && !isPart(template);

/** Is it only ever included, so that what it may name depends on who includes it? */
export const isPart = (template: string): boolean =>
  template.startsWith("_") && !Object.hasOwn(special, template);

/** What a template that is rendered by itself may name, with the fields of each. */
export const namesIn = (template: string): Readonly<Record<string, Fields>> =>
  Object.hasOwn(special, template) ? (special[template] ?? ofStep) : ofStep;
