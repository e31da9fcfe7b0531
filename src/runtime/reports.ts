import { ProviderError } from "../errors.ts";
import type { Effect } from "../project/effect.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "./parts.ts";
import type { Told } from "./tell.ts";
import type { Turns } from "./turns.ts";

/** Reports to rows what becomes of the effects of their talk lane. */
export interface Reports {
  /** Marks posts as `sending`, before the act; edits may be repeated freely. */
  sending(project: Project, effects: readonly Effect[]): Promise<void>;
  /** It is tried now: may it have happened before? Not when this process marked it and did not try it since. */
  tries(effect: Effect): boolean;
  performed(project: Project, told: readonly Told[]): Promise<void>;
  /** It waits for another try. */
  failed(project: Project, effect: Effect, error: unknown): Promise<void>;
}

export const createReports = (parts: Parts, turns: Turns): Reports => {
  const own = new Map<string, "new" | "tried">();
  const report = (project: Project, id: string) => ({ id, project: project.id, at: parts.clock.now() });
  return {
    sending: async (project, all) => {
      const effects = all
        .filter(({ state, type }) => state === "ready" && type !== "edit")
        .map(({ id }) => id);
      const [first] = effects;
      if (first === undefined) return;
      await turns.submit({ ...report(project, `${first}:sending`), type: "sending", effects });
      for (const id of effects) if (!own.has(id)) own.set(id, "new");
    },
    tries: ({ id, type }) => {
      if (type === "edit") return false;
      const mayBeThere = own.get(id) !== "new";
      own.set(id, "tried");
      return mayBeThere;
    },
    performed: async (project, told) => {
      const [first] = told;
      if (first === undefined) return;
      const results = [...told];
      await turns.submit({ ...report(project, `${first.effect}:performed`), type: "performed", results });
      for (const { effect } of told) own.delete(effect);
    },
    failed: async (project, effect, error) => {
      const message = error instanceof Error ? error.message : String(error);
      parts.log.warn({ project: project.id, effect: effect.id, type: effect.type, err: error }, "not told");
      const fault = error instanceof ProviderError ? error : { retryable: true, retryAfterMs: null };
      await turns.submit({
        ...report(project, `${effect.id}:failed:${effect.tries + 1}`),
        type: "notPerformed",
        effect: effect.id,
        message: message.slice(0, 1_000),
        retryable: fault.retryable,
        retryAfterMs: fault.retryAfterMs,
      });
    },
  };
};
