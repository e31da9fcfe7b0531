import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { ProviderError } from "#src/errors.ts";
import type { Model } from "#src/ports.ts";
import { Project } from "#src/project/project.ts";
import { openBenchArmy, quietTerminal } from "./army.ts";
import { instantModel } from "./instant-model.ts";

/** A real project that stopped half way, with what the terminal remembers of it. */
interface Sample {
  readonly project: Project;
  readonly wire: readonly string[];
}

/** Two samples: people are asked about the third stage, and a step that waits an hour for its model. */
export const makeSamples = async (folder: string): Promise<readonly Sample[]> => [
  await makeSample(path.join(folder, "asking"), unsure, ({ escalations, outbox }) => {
    const asked = escalations.some((one) => one.state === "open" && one.posted !== null);
    return asked && outbox.length === 0;
  }),
  await makeSample(path.join(folder, "timer"), down, ({ outbox }) => {
    const [only, second] = outbox;
    return second === undefined && only !== undefined && only.notBefore > Date.now();
  }),
];

const makeSample = async (
  data: string,
  model: Model,
  isEnd: (project: Project) => boolean,
): Promise<Sample> => {
  const army = await openBenchArmy({
    data,
    chats: () => [quietTerminal(data)],
    model,
    isEnd,
  });
  const { rows } = await army.run("# Todo app\n\nPeople write down what they have to do, and tick it off.\n");
  await army.close();
  const project = rows.at(-1);
  if (project === undefined) throw new Error("the sample was never saved");
  return { project, wire: readFileSync(wireOf(data), "utf8").trimEnd().split("\n") };
};

/** Fills a data folder with copies of the samples in turn; `change` may leave something undone in each. */
export const fillFolder = async (
  data: string,
  options: {
    readonly samples: readonly Sample[];
    readonly count: number;
    readonly change?: (project: Project) => Project;
  },
): Promise<void> => {
  const { samples, count, change = (project) => project } = options;
  const database = await openDatabase({ folder: data });
  database.run("PRAGMA synchronous = OFF");
  const store = createProjectStore(database);
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const sample = samples[n % samples.length];
    if (sample === undefined) throw new Error("there is no sample");
    const id = `p-bench${String(n).padStart(5, "0")}`;
    const rename = renamer(sample, { id, thread: `t${n + 1}`, lines: lines.length });
    await store.save(change(Project.parse(JSON.parse(rename(JSON.stringify(sample.project))))), 0);
    lines.push(...sample.wire.map(rename));
  }
  await database.close();
  mkdirSync(path.dirname(wireOf(data)), { recursive: true });
  writeFileSync(wireOf(data), `${lines.join("\n")}\n`);
};

/** Gives a copy its own id, thread, and message numbers behind those that are there already. */
const renamer = (
  { project }: Sample,
  to: { readonly id: string; readonly thread: string; readonly lines: number },
) => {
  const moved = (number: string): string => String(Number(number) + to.lines);
  return (text: string): string =>
    text
      .replaceAll(project.id, to.id)
      .replaceAll(`"thread":"${project.chat.thread}"`, `"thread":"${to.thread}"`)
      .replaceAll(/(?<="(?:id|root|posted)":"[mf])\d+(?=")/g, moved)
      .replace(/^\{"n":(\d+)/, (_, number: string) => `{"n":${moved(number)}`);
};

const wireOf = (data: string): string => path.join(data, "terminal", "wire.jsonl");

const unsure: Model = {
  ...instantModel,
  complete: async (request, signal) => {
    const response = await instantModel.complete(request, signal);
    const doubts = request.about.stage === "build" && request.about.step === "produce";
    return doubts
      ? { ...response, text: response.text.replace('"confidence":0.95', '"confidence":0.5') }
      : response;
  },
};

const down: Model = {
  ...instantModel,
  complete: async (request, signal) => {
    if (request.about.stage !== "build" || request.about.step !== "produce")
      return await instantModel.complete(request, signal);
    throw new ProviderError("The model is down", { retryable: true, retryAfterMs: 3_600_000 });
  },
};
