import type { EscalationKind } from "#src/project/words.ts";
import { brokenRows } from "../adapters/model/broken-rows.ts";
import { said as sample } from "../adapters/model/models.ts";
import { refusedRows } from "../adapters/model/refused-rows.ts";
import type { Reply } from "../support/provider-servers/raw-server.ts";
import { wires, type Said, type WireName } from "../support/provider-servers/wires.ts";

/** Something that goes wrong at a provider: other bytes than an answer, or an answer that cannot be used. */
export interface Fault {
  readonly name: string;
  readonly instead?: (wire: WireName, streaming: boolean) => Reply;
  readonly spoil?: (said: Said) => Said;
  /** What people are asked when nobody else can answer. */
  readonly asks: EscalationKind;
  /** Is it the model's own word, so that no other provider is asked? */
  readonly final?: boolean;
  /** Does it take all the time that there is? */
  readonly slow?: boolean;
  /** Can nobody read what the provider said about its use? */
  readonly unreadable?: boolean;
  readonly only?: "stream" | "plain";
  readonly wires?: readonly WireName[];
}

/** `once`: one call of a project, with a fallback. `always`: every call, with a fallback. `alone`: every call, and nobody else to ask. */
export const patterns = ["once", "always", "alone"] as const;

/** One project to be played. */
export interface Case {
  readonly fault: Fault;
  readonly wire: WireName;
  readonly streaming: boolean;
  readonly pattern: (typeof patterns)[number];
  /** The call that fails, from 1 on, when it is only one. */
  readonly call: number;
  /** `two-stages` or a workflow that ships. */
  readonly workflow: string;
  /** Time of a step, when it is more than the call itself may take; null for the product's usual one, which is less. */
  readonly stepTimeoutMs: number | null;
}

/** Faults of the table that take as long as they are let. */
const slow = new Set([
  "no headers, ever",
  "headers, and then nothing",
  "half an answer, and then nothing",
  "signs of life, and no answer",
]);
/** Faults of the table whose bytes say something that never arrives, or that must not be believed. */
const unreadable = new Set(["a body cut in the middle", "the right JSON under the wrong content type"]);

const tableFaults: readonly Fault[] = [...refusedRows, ...brokenRows].map(
  ({ name, reply, only, wires: on }) => ({
    name,
    instead: reply,
    asks: "outage",
    slow: slow.has(name),
    unreadable: unreadable.has(name),
    ...(only === undefined ? {} : { only }),
    ...(on === undefined ? {} : { wires: on }),
  }),
);

/** A stream that has said what the question costs, and shows that it lives until it is given up. */
const dripping: Fault = {
  name: "half an answer, and then signs of life only",
  instead: (wire) => ({
    headers: { "content-type": "text/event-stream" },
    body: wires[wire].events(sample).slice(0, 4),
    then: "drip",
  }),
  asks: "outage",
  slow: true,
  only: "stream",
};

const cutShort = (said: Said): Said => ({
  ...said,
  text: said.text.slice(0, said.text.length / 2),
  stop: "max-tokens",
});

const answers: readonly Fault[] = [
  {
    name: "an answer that is no JSON",
    spoil: (said) => ({ ...said, text: "Here is what I think." }),
    asks: "invalid-output",
  },
  {
    name: "an answer that does not fit the schema",
    spoil: (said) => ({ ...said, text: '{"summary":"Done."}' }),
    asks: "invalid-output",
  },
  { name: "an answer that reached its token limit", spoil: cutShort, asks: "invalid-output" },
  {
    name: "a refusal",
    spoil: (said) => ({ ...said, text: "I will not write this.", stop: "refusal" }),
    asks: "invalid-output",
    final: true,
  },
];

/** Every line of the adapters' own fault table, and answers that an adapter has nothing against. */
export const faults: readonly Fault[] = [...tableFaults, dripping, ...answers];

const wireNames: readonly WireName[] = ["anthropic", "responses", "chat"];
/** Calls of a project of two stages when nothing fails. */
const calls = 4;

/** Longer than a call may take, so that it is the call's own deadline that ends it. */
const patientMs = 45 * 60_000;

/** Each fault on each API, as a stream and whole, in each pattern; slow ones also with more time than they get. */
const shortCases = (): readonly Case[] =>
  faults
    .flatMap((fault) =>
      (fault.slow === true ? [null, patientMs] : [null]).map((stepTimeoutMs) => ({ fault, stepTimeoutMs })),
    )
    .flatMap(onEachWay)
    .flatMap((kind, n) =>
      patterns.map((pattern) => ({ ...kind, pattern, call: 1 + (n % calls), workflow: "two-stages" })),
    );

/** Faults that whole projects of the shipped workflow are played with: refused, broken on the way, and not usable. */
const sdlcFaults = ["529", "a body cut in the middle", "an answer that is no JSON"];

const longCases = (): readonly Case[] =>
  faults
    .filter(({ name }) => sdlcFaults.includes(name))
    .flatMap((fault) => onEachWay({ fault, stepTimeoutMs: null }))
    .flatMap((kind) =>
      (["always", "alone"] as const).map((pattern) => ({ ...kind, pattern, call: 1, workflow: "sdlc" })),
    );

export const allCases = (): readonly Case[] => [...shortCases(), ...longCases()];

const onEachWay = <K extends Pick<Case, "fault">>(kind: K) =>
  wireNames.flatMap((wire) => [true, false].map((streaming) => ({ ...kind, wire, streaming }))).filter(fits);

const fits = ({ fault, wire, streaming }: Pick<Case, "fault" | "wire" | "streaming">): boolean =>
  (fault.only ?? (streaming ? "stream" : "plain")) === (streaming ? "stream" : "plain") &&
  (fault.wires ?? [wire]).includes(wire);

export const nameOf = ({ fault, wire, streaming, pattern, call, workflow, stepTimeoutMs }: Case): string => {
  const time = stepTimeoutMs === null ? "" : ", patient";
  const when = `${pattern === "once" ? `at call ${call}` : pattern}${time}`;
  return `${workflow}: ${wire}, ${streaming ? "stream" : "plain"}, ${when}: ${fault.name}`;
};
