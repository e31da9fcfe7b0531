import fs from "node:fs";
import path from "node:path";
import git from "isomorphic-git";
import type { LedgerLine } from "#src/ports/ledger.ts";
import type { Command } from "#src/project/command.ts";
import type { Escalation } from "#src/project/escalation.ts";
import type { Project } from "#src/project/project.ts";
import type { Said } from "../fakes/fake-chat.ts";
import type { Served } from "../support/provider-servers/agents.ts";
import type { Case } from "./cases.ts";

/** One call of the model, all its attempts together, on the project's clock. */
export interface Span {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** People were asked to decide, before they did. */
export interface Stop {
  readonly escalation: Escalation;
  /** Whether its card was in the thread. */
  readonly posted: boolean;
}

/** Everything one project left behind, and what the servers and the chat saw of it. */
export interface Evidence {
  readonly one: Case;
  readonly row: Project;
  readonly log: readonly { readonly version: number; readonly command: Command }[];
  readonly ledger: readonly LedgerLine[];
  /** By provider, in the order of arrival. */
  readonly served: Readonly<Record<string, readonly Served[]>>;
  readonly spans: readonly Span[];
  readonly stops: readonly Stop[];
  readonly said: readonly Said[];
  /** The `Effect:` trailer of every commit on main. */
  readonly commits: readonly string[];
  /** The newest version of every file in the repository. */
  readonly files: ReadonlyMap<string, { readonly version: number; readonly sha256: string }>;
  /** What broke: state that could not be saved, a project that never came to rest. */
  readonly broken: readonly string[];
  /** Did it come to rest each time it was waited for? */
  readonly rested: boolean;
}

/** The trailers of a project's commits, newest first; empty for a project without a repository. */
export const readCommits = async (folder: string, project: string): Promise<readonly string[]> => {
  const dir = path.join(folder, project);
  if (!fs.existsSync(dir)) return [];
  const commits = await git.log({ fs, dir, ref: "main" });
  return commits.map(({ commit }) => /^Effect: (.+)$/m.exec(commit.message)?.[1] ?? "");
};
