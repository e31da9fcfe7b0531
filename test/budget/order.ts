import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import type { Clock } from "#src/ports.ts";
import { aboutOf, readAsked, type Asked } from "../support/provider-servers/read-prompt.ts";
import type { Said, WireName } from "../support/provider-servers/wires.ts";
import type { Charge } from "./bill.ts";
import { nameIn } from "./round.ts";

/** A charge is closed by whatever happens first. */
export type Open<T> = { -readonly [K in keyof T]: T[K] };

/** What is done about a request: what is said, and what is charged for it so far. */
export interface Order {
  readonly said: Said;
  readonly charge: Open<Charge>;
}

/** A request as it arrived. */
interface Arrived {
  readonly wire: WireName;
  readonly at: number;
  readonly body: unknown;
}

/** Takes requests of our adapters. The answers are the scripted model's; a role that was read before comes from a cache. */
export const createOrders = async (): Promise<(arrived: Arrived) => Promise<Order>> => {
  const known = new Set<string>();
  const writer = createDemoModel({ scenario: await loadScenario("clean"), seed: 1, clock: noTime });
  return async (arrived) => {
    const asked = readAsked(arrived.wire, arrived.body);
    const { system, documents, prompt, maxTokens } = asked;
    const { text } = await writer.complete(
      {
        key: "",
        about: aboutOf(prompt),
        system,
        documents,
        prompt,
        schema: { name: "", json: {} },
        maxTokens,
      },
      new AbortController().signal,
    );
    const role = `${asked.model} ${system}`;
    const isKnown = known.has(role);
    known.add(role);
    const charge = chargeFor(asked, arrived, { isKnown, text });
    return { charge, said: saidOf(charge, asked, text) };
  };
};

/** The writer waits for nothing. */
const noTime: Clock = { now: () => 0, sleep: () => Promise.resolve() };

const tokens = (text: string): number => Math.ceil(text.length / 4);

/** The whole request is read, schema and all. */
const chargeFor = (
  asked: Asked,
  { at, body }: Arrived,
  { isKnown, text }: { readonly isKnown: boolean; readonly text: string },
): Open<Charge> => {
  const words = [asked.prompt, ...asked.documents.map((document) => document.text)].join("\n");
  return {
    person: nameIn(words) ?? "unknown",
    task: taskIn(asked.prompt),
    model: asked.model,
    at,
    input: tokens(wordsIn(body).join("")),
    cached: isKnown ? tokens(asked.system) : 0,
    written: isKnown ? 0 : tokens(asked.system),
    maxOutput: asked.maxTokens,
    output: Math.min(tokens(text), asked.maxTokens),
    state: "waiting",
  };
};

/** All words of a request, those of its schema too: the model is shown them. */
const wordsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "schema" ? [JSON.stringify(inner)] : wordsIn(inner),
  );
};

const taskIn = (prompt: string): string => {
  const { stage, step, attempt } = aboutOf(prompt);
  return `${stage}.${step} ${attempt}`;
};

const saidOf = (
  { input, cached, written, output }: Charge,
  { model, maxTokens }: Asked,
  text: string,
): Said => {
  const fits = tokens(text) <= maxTokens;
  return {
    model,
    text: fits ? text : text.slice(0, maxTokens * 4),
    stop: fits ? "end" : "max-tokens",
    tokens: { input, cached, written, output },
  };
};
