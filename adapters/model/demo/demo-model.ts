import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { BotArmyError, ProviderError } from "#src/errors.ts";
import type { Clock, Model, ModelRequest, ModelResponse } from "#src/ports.ts";
import { answerFor } from "./answer.ts";
import { factsOf, type Facts } from "./brief/facts.ts";
import { studyOf } from "./project/study.ts";
import { readTurn } from "./project/turn.ts";
import { actionAt, ScenarioFile, type Action, type Scenario } from "./scenario.ts";
import { talkFor } from "./talk.ts";

const folder = path.join(import.meta.dirname, "scenarios");

/** What the scripted demo needs. `pace` is a pause before every answer, so that people can follow. */
export interface DemoModelOptions {
  readonly scenario: Scenario;
  /** Changes wordings, and nothing else. */
  readonly seed: number;
  readonly pace?: { readonly msPerStep: number };
  readonly clock: Clock;
}

/** Longer than any step may take: a step that hangs is always ended from outside. */
const hangMs = 7 * 86_400_000;
/** A pause takes at most this part of a step's own time limit. */
const paceShare = 0.25;
const charactersPerToken = 4;

/**
 * A model without any intelligence: it takes the brief apart by rules and writes documents from its sentences. The same request,
 * seed and scenario give the same bytes. Throws ProviderError where the scenario fails, and the signal's reason when aborted.
 */
export const createDemoModel = (options: DemoModelOptions): Model => {
  const { scenario, seed, clock } = options;
  const read = rememberLast(factsOf);
  return {
    name: "demo",
    complete: async (request, signal) => {
      signal.throwIfAborted();
      const action = actionAt(scenario, request.about);
      if (action.hang === true) await clock.sleep(hangMs, signal);
      await clock.sleep(paceOf(options), signal);
      failIfAsked(action);
      const turn = readTurn(request);
      const study = studyOf(turn, read(turn.brief.name, turn.brief.text), seed);
      const answer =
        request.about.step === "talk"
          ? talkFor(study, request, { action, seed })
          : answerFor(study, action, seed);
      return respond(request, JSON.stringify(answer));
    },
  };
};

const paceOf = ({ pace, scenario }: DemoModelOptions): number => {
  const limit = scenario.settings.stepTimeoutMs;
  const wanted = pace?.msPerStep ?? 0;
  return limit === undefined || limit === null ? wanted : Math.min(wanted, limit * paceShare);
};

const failIfAsked = ({ fail }: Action): void => {
  if (fail !== undefined)
    throw new ProviderError(fail.message, { retryable: fail.retryable, retryAfterMs: fail.retryAfterMs });
};

// A project's steps all read the same brief; reading it is the slow part of an answer.
const rememberLast = (read: (name: string, text: string) => Facts): typeof read => {
  let last: { readonly name: string; readonly text: string; readonly facts: Facts } | null = null;
  return (name, text) => {
    if (last === null || last.name !== name || last.text !== text)
      last = { name, text, facts: read(name, text) };
    return last.facts;
  };
};

const respond = (request: ModelRequest, text: string): ModelResponse => {
  const given = [
    request.system,
    request.prompt,
    ...request.documents.flatMap((document) => [document.name, document.text]),
  ];
  const tokens = (length: number): number => Math.ceil(length / charactersPerToken);
  return {
    text,
    model: "demo/scripted",
    usage: {
      calls: 1,
      tokensIn: tokens(given.reduce((sum, part) => sum + part.length, 0)),
      tokensOut: tokens(text.length),
      usd: null,
    },
  };
};

/** The names of all scenarios, in alphabetical order. */
export const scenarioNames = async (): Promise<readonly string[]> => {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".yml"))
    .map((file) => file.slice(0, -".yml".length))
    .toSorted();
};

/** A scenario by name. Throws BotArmyError `scenario-unknown`, or `scenario-invalid` when its file is wrong. */
export const loadScenario = async (name: string): Promise<Scenario> => {
  const names = await scenarioNames();
  if (!names.includes(name))
    throw new BotArmyError(
      "scenario-unknown",
      `there is no scenario “${name}”; choose one of ${names.join(", ")}`,
    );
  const file = path.join(folder, `${name}.yml`);
  return { ...parseScenario(file, await readFile(file, "utf8")), name };
};

const parseScenario = (file: string, text: string): z.infer<typeof ScenarioFile> => {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lineCounter.linePos(broken.pos[0]);
    throw new BotArmyError(
      "scenario-invalid",
      `${file}:${line}:${col}: ${broken.message.split("\n")[0] ?? "not YAML"}; mend the file`,
    );
  }
  const parsed = ScenarioFile.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return parsed.data;
  throw new BotArmyError(
    "scenario-invalid",
    `${file}: ${z.prettifyError(parsed.error).replace(/\s+/g, " ")}; mend the file`,
  );
};
