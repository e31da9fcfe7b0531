import type { Bodies, Calls, Chat, Clock, Engine, History, Log, Model, Store } from "../ports.ts";
import type { Artifacts } from "../ports/artifacts.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Library } from "../ports/library.ts";
import type { Quote, SettingsChange, Workflow } from "../project/workflow.ts";

/** Everything the runtime needs from outside, joined in one place and passed as one object. */
export interface Parts {
  readonly store: Store;
  readonly bodies: Bodies;
  readonly calls: Calls;
  readonly ledger: Ledger;
  readonly history: History;
  readonly artifacts: Artifacts;
  readonly library: Library;
  readonly chats: readonly Chat[];
  readonly model: Model;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** What a project starts with when its start says nothing else. */
  readonly defaults: Defaults;
}

/** The defaults of a channel or of this machine. */
export interface Defaults {
  readonly workflow: string;
  /** `scripted` when the demo model plays all agents. */
  readonly mode: "models" | "scripted";
  readonly settings: SettingsChange;
  /** What a run of a workflow on a brief may cost; absent when nothing costs. */
  readonly quote?: (workflow: Pick<Workflow, "stages">, brief: string) => Quote;
}
