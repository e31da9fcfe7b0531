import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import type { Clock, Model, ModelRequest } from "#src/ports.ts";
import { startRawServer, type Arrived, type RawServerOptions, type Reply } from "./raw-server.ts";
import { aboutOf, readAsked, type Asked } from "./read-prompt.ts";
import { toldIn } from "./told.ts";
import { wires, type Said, type WireName } from "./wires.ts";

/** An error that the server answers instead of working. */
export interface ScriptedFault {
  readonly status: number;
  readonly type: string;
  /** The exact reason, where the API has a place for one. */
  readonly code?: string;
  /** Seconds, as the header tells them. */
  readonly retryAfter?: number;
}

/** One request, as far as tests want to know about it. */
export interface Served {
  readonly wire: WireName;
  readonly path: string;
  readonly model: string;
  readonly key: Arrived["key"];
  readonly agent: string;
  readonly step: ModelRequest["about"]["step"];
  readonly attempt: number;
  /** 200, or the status of the fault. */
  readonly status: number;
  /** Whether it was answered as a working model answers. */
  readonly well: boolean;
  /** How the reply ended. */
  readonly then: NonNullable<Reply["then"]>;
  /** Whether the reply said what was used; the counts are 0 when it did not. */
  readonly told: boolean;
  readonly tokensIn: number;
  readonly tokensCached: number;
  readonly tokensOut: number;
}

/** A provider that answers like a working model, with an account of what was asked. */
export interface ProviderServer {
  /** For `ANTHROPIC_BASE_URL`; the others are below it. */
  readonly url: string;
  readonly baseUrls: { readonly anthropic: string; readonly openai: string; readonly gemini: string };
  readonly served: readonly Served[];
  /** Sums over everything that was served. */
  totals(): {
    readonly calls: number;
    readonly failed: number;
    readonly tokensIn: number;
    readonly tokensOut: number;
  };
  /** Requests that are being read or answered now. */
  active(): number;
  close(): Promise<void>;
}

export interface ProviderServerOptions extends RawServerOptions {
  /** What goes wrong at a call, counted from 1; null when nothing does. */
  readonly fault?: (call: number, path: string) => ScriptedFault | null;
  /** Bytes that are sent instead of an answer; null when there are none. */
  readonly instead?: (call: number, asked: Pick<Asked, "streaming"> & { wire: WireName }) => Reply | null;
  /** Makes something else of what the model says; null when it may say it. */
  readonly spoil?: (call: number, said: Said) => Said | null;
}

/** The first calls fail, all others do not. */
export const failFirst =
  (calls: number, fault: ScriptedFault): NonNullable<ProviderServerOptions["fault"]> =>
  (call) =>
    call <= calls ? fault : null;

/** Every call fails. */
export const failAlways = (fault: ScriptedFault): NonNullable<ProviderServerOptions["fault"]> =>
  failFirst(Number.POSITIVE_INFINITY, fault);

const paths: Readonly<Record<string, WireName>> = {
  "/v1/messages": "anthropic",
  "/v1/responses": "responses",
  "/v1/chat/completions": "chat",
  "/v1beta/openai/chat/completions": "chat",
};

/**
 * Starts a provider on this machine for Anthropic's API, OpenAI's two, and Gemini's compatible endpoint. The answers are those of
 * the scripted model, made from nothing but what is on the wire. Answers longer than asked for are cut off, and a role that was
 * seen before counts as read from a cache.
 */
export const startProviderServer = async (options: ProviderServerOptions = {}): Promise<ProviderServer> => {
  const served: Served[] = [];
  const roles = new Set<string>();
  const writer = createDemoModel({ scenario: await loadScenario("clean"), seed: 1, clock: noTime });
  const { url, active, close } = await startRawServer(async (arrived, call) => {
    const path = arrived.path.split("?")[0] ?? "";
    const wire = paths[path];
    if (wire === undefined) return { status: 404, body: '{"error":{"type":"not_found_error"}}' };
    const asked = readAsked(wire, arrived.body);
    const fault = options.fault?.(call, path) ?? null;
    const bad =
      fault === null
        ? (options.instead?.(call, { wire, streaming: asked.streaming }) ?? null)
        : failing(wire, fault);
    const usual = bad === null ? await say(asked, writer, roles) : null;
    const spoiled = usual === null ? null : (options.spoil?.(call, usual) ?? null);
    const said = spoiled ?? usual;
    const reply = bad ?? (said === null ? {} : speaking(wire, said, asked.streaming));
    const well = spoiled === null && usual?.stop === "end";
    served.push(account({ wire, path, asked, said, key: arrived.key, well }, reply));
    return reply;
  }, options);
  return {
    url,
    active,
    baseUrls: { anthropic: url, openai: `${url}/v1`, gemini: `${url}/v1beta/openai/` },
    served,
    totals: () => totalsOf(served),
    close,
  };
};

/** The writer waits for nothing. */
const noTime: Clock = { now: () => 0, sleep: () => Promise.resolve() };

const tokens = (text: string): number => Math.ceil(text.length / 4);

const say = async (asked: Asked, writer: Model, roles: Set<string>): Promise<Said> => {
  const { system, documents, prompt, maxTokens } = asked;
  const { text } = await writer.complete(
    { key: "", about: aboutOf(prompt), system, documents, prompt, schema: { name: "", json: {} }, maxTokens },
    new AbortController().signal,
  );
  const cached = roles.has(system) ? tokens(system) : 0;
  roles.add(system);
  const fits = tokens(text) <= maxTokens;
  const read = tokens([system, prompt, ...documents.map((document) => document.text)].join(""));
  return {
    model: asked.model,
    text: fits ? text : text.slice(0, maxTokens * 4),
    stop: fits ? "end" : "max-tokens",
    tokens: { input: read, cached, output: Math.min(tokens(text), maxTokens) },
  };
};

const failing = (wire: WireName, { status, type, code, retryAfter }: ScriptedFault): Reply => ({
  status,
  headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  body: JSON.stringify(wires[wire].error(type, code)),
});

const speaking = (wire: WireName, said: Said, streaming: boolean): Reply =>
  streaming
    ? { headers: { "content-type": "text/event-stream" }, body: wires[wire].events(said) }
    : { body: JSON.stringify(wires[wire].plain(said)) };

interface Handled extends Pick<Served, "wire" | "path" | "key" | "well"> {
  readonly asked: Asked;
  readonly said: Said | null;
}

const account = ({ asked, said, ...handled }: Handled, reply: Reply): Served => {
  const { agent, step, attempt } = aboutOf(asked.prompt);
  const told = toldIn(reply);
  return {
    ...handled,
    model: asked.model,
    agent,
    step,
    attempt,
    status: reply.status ?? 200,
    then: reply.then ?? "end",
    told: told !== null,
    tokensIn: told?.input ?? 0,
    tokensCached: said?.tokens.cached ?? 0,
    tokensOut: told?.output ?? 0,
  };
};

const totalsOf = (served: readonly Served[]): ReturnType<ProviderServer["totals"]> => ({
  calls: served.length,
  failed: served.filter(({ status }) => status !== 200).length,
  tokensIn: served.reduce((sum, one) => sum + one.tokensIn, 0),
  tokensOut: served.reduce((sum, one) => sum + one.tokensOut, 0),
});
