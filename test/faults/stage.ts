import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { createLocalEngine } from "#adapters/engine/local.ts";
import { createFileLibrary } from "#adapters/library/files.ts";
import type { Log, Model } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { now } from "../adapters/model/refused-rows.ts";
import { fakeChat, type FakeChat, type FakePlatform } from "../fakes/fake-chat.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { memoryCalls } from "../fakes/memory-calls.ts";
import { memoryHistory } from "../fakes/memory-history.ts";
import { memoryLedger } from "../fakes/memory-ledger.ts";
import { memoryStore } from "../fakes/memory-store.ts";
import { startProviderServer, type ProviderServer } from "../support/provider-servers/agents.ts";
import type { Case } from "./cases.ts";
import type { Span } from "./evidence.ts";
import { jumpingClock, type JumpingClock } from "./jumping-clock.ts";
import { fallbackOf, modelsAt, type Place } from "./models.ts";

/** The product on a chat and rows in memory, artifacts in git on disk, and models behind real sockets, under a clock that jumps. */
export interface Stage {
  readonly clock: JumpingClock;
  readonly chat: FakeChat;
  readonly parts: Parts;
  readonly artifacts: string;
  readonly servers: { readonly failing: ProviderServer; readonly fallback: ProviderServer | null };
  readonly spans: readonly Span[];
  readonly broken: readonly string[];
  /** The project as it was saved last. */
  row(): Project;
  /** From now on the failing provider works. */
  mend(): void;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const extra = [fileURLToPath(new URL("library", import.meta.url))];

/** Memory that looks like a disk, where there is some: thousands of small files come and go. */
const quickFolder = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A server that only shows that it lives does so twice before a silent one is given up. */
const dripMs = 30_000;

export const openStage = async (one: Case): Promise<Stage> => {
  // Loading a client takes real time, over which no clock must jump.
  await Promise.all([import("@anthropic-ai/sdk"), import("openai")]);
  let mended = false;
  const fails = (call: number): boolean => !mended && (one.pattern !== "once" || call === one.call);
  const { fault, wire, streaming } = one;
  const pause = (signal: AbortSignal): Promise<void> => clock.sleep(dripMs, signal);
  const failing = await startProviderServer({
    pause,
    instead: (call, asked) => (fails(call) ? (fault.instead?.(asked.wire, asked.streaming) ?? null) : null),
    spoil: (call, said) => (fails(call) ? (fault.spoil?.(said) ?? null) : null),
  });
  const fallback = one.pattern === "alone" ? null : await startProviderServer();
  const isBusy = (): boolean => failing.active() + (fallback?.active() ?? 0) > 0;
  const clock = jumpingClock(now, isBusy);
  const places: readonly Place[] = [
    { wire, server: failing },
    ...(fallback === null ? [] : [{ wire: fallbackOf[wire], server: fallback }]),
  ];
  const folder = mkdtempSync(path.join(quickFolder, "botarmy-faults-"));
  const spans: Span[] = [];
  const broken: string[] = [];
  const platform: FakePlatform = { said: [], whispers: [], events: 0 };
  const lasting = memoryParts(clock, folder);

  const begin = async () => {
    const { model, quote } = modelsAt({ places, streaming, clock });
    const chat = fakeChat({ platform, now: clock.now });
    const parts: Parts = {
      ...lasting,
      chats: [chat],
      model: timed(model(lasting.ledger), clock, spans),
      engine: createLocalEngine({ store: lasting.store, clock }),
      defaults: {
        workflow: one.workflow,
        mode: "models",
        settings: { stepTimeoutMs: one.stepTimeoutMs },
        quote,
      },
    };
    const army = createArmy(parts, {
      broken: (error) => broken.push(String(error)),
      saved: (project) => {
        row = project;
      },
    });
    await army.start();
    return { chat, parts, army };
  };

  let row: Project | null = null;
  const running = await begin();
  return {
    clock,
    artifacts: folder,
    servers: { failing, fallback },
    spans,
    broken,
    ...running,
    row: () => {
      if (row !== null) return row;
      throw new Error(`no project began: ${platform.whispers.at(-1)?.fallback ?? ""}`);
    },
    mend: () => {
      mended = true;
    },
    close: async () => {
      await running.army.stop();
      await Promise.all([failing.close(), fallback?.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** What outlives a process. */
const memoryParts = (clock: JumpingClock, folder: string) => ({
  store: memoryStore(),
  bodies: memoryBodies(),
  calls: memoryCalls(),
  ledger: memoryLedger(),
  history: memoryHistory(),
  artifacts: createGitArtifacts({ folder }),
  library: createFileLibrary({ root, extra }),
  clock,
  log: quiet,
});

/** Notes how long each call took, whatever became of it. */
const timed = (model: Model, clock: JumpingClock, spans: Span[]): Model => ({
  ...model,
  complete: async (request, signal) => {
    const from = clock.now();
    try {
      return await model.complete(request, signal);
    } finally {
      spans.push({ key: request.key, from, to: clock.now() });
    }
  },
});

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
