import { createHash } from "node:crypto";
import { createMemo } from "../llm/memo.ts";
import type { CommandOf } from "../project/command.ts";
import type { Person } from "../project/words.ts";
import { defaultSettings, Settings, type SettingsChange } from "../project/workflow.ts";
import { loadTeam, type Team, type TeamSources } from "../team/team.ts";
import { checkBrief } from "./brief.ts";
import type { StartOptions } from "./grammar.ts";
import type { Parts } from "./parts.ts";

/** Someone wants a project. `delivery` is the platform's id of the wish: the same delivery always means the same project. */
export interface Wish {
  readonly delivery: string;
  readonly at: number;
  readonly by: Person;
  readonly chat: string;
  readonly channel: string;
  readonly brief: string;
  readonly options: StartOptions;
}

/** How many states of the files, and workflows in them, are remembered. */
const mostTeams = 4;

/**
 * Checks wishes and makes the commands that start them. Everything a command refers to is stored before it is returned. The
 * files are read for each wish; what they say is worked out once for as long as they stay the same.
 */
export const createStarting = (parts: Parts): ((wish: Wish) => Promise<CommandOf<"start">>) => {
  const teams = createMemo<Team>(mostTeams);
  const teamFor = (sources: TeamSources, name: string): Team =>
    teams(sha256(JSON.stringify([name, sources])), () => loadTeam(sources, name, sha256));
  return async (wish) => {
    const brief = checkBrief(wish.brief, "the brief");
    const name = wish.options.workflow ?? parts.defaults.workflow;
    const { workflow, bundle, team } = teamFor(await readSources(parts), name);
    return {
      id: wish.delivery,
      project: projectId(wish),
      at: wish.at,
      by: wish.by,
      type: "start",
      title: brief.title,
      brief: { body: await parts.bodies.put(brief.text), words: brief.words },
      chat: { name: wish.chat, channel: wish.channel },
      mode: parts.defaults.mode,
      workflow: { ...workflow, bundle: await parts.bodies.put(JSON.stringify(bundle)) },
      team: [...team],
      settings: settingsOf(parts.defaults.settings, wish.options),
      quote: parts.defaults.quote?.(workflow, brief.text) ?? null,
    };
  };
};

const readSources = async ({ library }: Parts): Promise<TeamSources> => {
  const [agents, workflows, prompts] = await Promise.all([
    library.agents(),
    library.workflows(),
    library.prompts(),
  ]);
  return { agents, workflows, prompts };
};

const settingsOf = (defaults: SettingsChange, options: StartOptions): Settings =>
  Settings.parse({
    ...defaultSettings,
    ...defaults,
    ...(options.approvals === null ? {} : { approvals: options.approvals }),
    ...(options.budgetTokens === null ? {} : { budgetTokens: options.budgetTokens }),
    ...(options.budgetUsd === null ? {} : { budgetUsd: options.budgetUsd }),
  });

/** Made from the delivery, so that a redelivered start finds its project instead of starting a second one. */
const projectId = (wish: Wish): string => {
  const hash = createHash("sha256").update(`${wish.chat}\n${wish.channel}\n${wish.delivery}`).digest();
  return `p-${hash.readBigUInt64BE().toString(36).padStart(10, "0").slice(-10)}`;
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
