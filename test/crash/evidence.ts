import { createHash } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import git from "isomorphic-git";
import { WireEvent } from "#adapters/chat/terminal/wire-event.ts";
import { openStorage, type Storage } from "#src/main.ts";
import type { Command } from "#src/project/command.ts";
import { Envelope } from "#src/project/envelope.ts";
import type { Project } from "#src/project/project.ts";
import type { Usage } from "#src/project/words.ts";
import { Asked } from "./asked.ts";
import { readLines } from "./journal.ts";
import { Kill } from "./kills.ts";
import { Delivery } from "./people.ts";
import { placesIn } from "./round.ts";

/** Everything one project left behind. */
export interface ProjectEvidence {
  readonly row: Project;
  /** The command log, oldest first. */
  readonly log: readonly { readonly version: number; readonly command: Command }[];
  /** The conversation log's file, oldest first, and the ids that its pages show, newest first. */
  readonly envelopes: readonly Envelope[];
  readonly pages: readonly string[];
  /** Usage of each recorded model call by its key. */
  readonly calls: ReadonlyMap<string, Usage>;
  /** The `Effect:` trailer of every commit on main, newest first; empty for a commit without one. */
  readonly commits: readonly string[];
  /** The newest version of every file in the repository. */
  readonly files: ReadonlyMap<string, { readonly version: number; readonly sha256: string }>;
}

/** Everything a round left behind: what the product wrote, and what its surroundings noted. */
export interface Evidence {
  readonly wire: readonly WireEvent[];
  readonly projects: readonly ProjectEvidence[];
  readonly asked: readonly Asked[];
  readonly deliveries: readonly Delivery[];
  readonly kills: readonly Kill[];
}

export const noEvidence: Evidence = { wire: [], projects: [], asked: [], deliveries: [], kills: [] };

/** Reads a round's folder after its last process has ended. */
export const gather = async (folder: string): Promise<Evidence> => {
  const places = placesIn(folder);
  return {
    wire: readLines(join(places.data, "terminal", "wire.jsonl"), WireEvent),
    projects: await inStorage(places.data, (storage) => gatherProjects(storage, places.data)),
    asked: readLines(places.asked, Asked),
    deliveries: readLines(places.delivered, Delivery),
    kills: readLines(places.kills, Kill),
  };
};

/** Looks into a data folder that no process has. */
export const inStorage = async <T>(data: string, look: (storage: Storage) => Promise<T>): Promise<T> => {
  const storage = await openStorage(data);
  try {
    return await look(storage);
  } finally {
    await storage.close();
  }
};

/** All projects of a data folder, the oldest first. */
export const gatherProjects = async (storage: Storage, data: string): Promise<readonly ProjectEvidence[]> => {
  const projects: ProjectEvidence[] = [];
  const ids = await storage.store.ids();
  for (const id of ids.toReversed()) projects.push(await gatherProject(storage, data, id));
  return projects;
};

const gatherProject = async (storage: Storage, data: string, id: string): Promise<ProjectEvidence> => {
  const row = await storage.store.load(id);
  if (row === undefined) throw new Error(`${id} is listed but cannot be loaded`);
  return {
    row,
    log: await Array.fromAsync(storage.history.commands(id)),
    envelopes: readLines(join(data, "conversations", `${id}.jsonl`), Envelope),
    pages: await readPages(storage, id),
    calls: await readCalls(storage, id),
    commits: await readCommits(join(data, "artifacts", id)),
    files: await readFiles(storage, id),
  };
};

const readPages = async ({ history }: Storage, id: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Storage["history"]["page"]>> = await history.page(id, {
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    ids.push(...page.envelopes.map((envelope) => envelope.id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
};

const readCalls = async ({ calls }: Storage, id: string): Promise<ReadonlyMap<string, Usage>> => {
  const keys = await calls.keys(id);
  const responses = await Promise.all(keys.map((key) => calls.get(key)));
  return new Map(
    keys.flatMap((key, i) => {
      const usage = responses[i]?.usage;
      return usage === undefined ? [] : [[key, usage] as const];
    }),
  );
};

const readCommits = async (dir: string): Promise<readonly string[]> => {
  if (!fs.existsSync(dir)) return [];
  const commits = await git.log({ fs, dir, ref: "main" });
  return commits.map(({ commit }) => /^Effect: (.+)$/m.exec(commit.message)?.[1] ?? "");
};

const readFiles = async ({ artifacts }: Storage, id: string): Promise<ProjectEvidence["files"]> => {
  const infos = await artifacts.list(id);
  const texts = await Promise.all(infos.map(({ path }) => artifacts.read(id, path)));
  return new Map(
    infos.map(({ path, version }, i) => {
      const sha256 = createHash("sha256")
        .update(texts[i] ?? "")
        .digest("hex");
      return [path, { version, sha256 }] as const;
    }),
  );
};
