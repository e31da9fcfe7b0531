import { advance } from "#src/project/advance.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Envelope } from "#src/project/envelope.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Message } from "#src/project/message.ts";
import type { Project } from "#src/project/project.ts";
import type { ProjectEvidence } from "./evidence.ts";

/** What must have happened, by the command log alone. */
export interface Replay {
  readonly project: Project | undefined;
  /** Every effect that was ever ordered, in its order. */
  readonly ordered: readonly Effect[];
  readonly envelopes: readonly Envelope[];
  /** The texts of every question: a closed one no longer has them in the row. */
  readonly texts: ReadonlyMap<string, Texts>;
  /** What every question showed when it was ordered, by its effect. */
  readonly cards: ReadonlyMap<string, Message>;
  /** Versions whose command moves nothing when it is replayed. */
  readonly idle: readonly number[];
  /** When the project was over, oldest first. */
  readonly ends: readonly End[];
}

/** A time in which a project was over. */
export interface End {
  /** Since when, in milliseconds since 1970. */
  readonly at: number;
  /** The command that opened it again; null when none did. */
  readonly until: string | null;
}

/** What a question's card says besides its title and choices. */
export type Texts = Pick<Project["escalations"][number], "context" | "positions">;

/** Folds the command log up to the row's version; what lies above was never committed. */
export const replay = ({ log, row }: Pick<ProjectEvidence, "log" | "row">): Replay => {
  const ordered: Effect[] = [];
  const envelopes: Envelope[] = [];
  const idle: number[] = [];
  const texts = new Map<string, Texts>();
  const cards = new Map<string, Message>();
  const moves: Move[] = [];
  let project: Project | undefined;
  for (const { version, command } of log) {
    if (version > row.version) break;
    const before = new Set(project?.outbox.map((effect) => effect.id));
    const next = advance(project, command);
    if (!next.moved) idle.push(version);
    project = next.project;
    moves.push({ by: command.id, endedAt: project?.endedAt ?? null });
    envelopes.push(...next.envelopes);
    for (const { id, context, positions } of project?.escalations ?? []) {
      if (!texts.has(id)) texts.set(id, { context, positions });
    }
    const fresh = (project?.outbox ?? []).filter((effect) => !before.has(effect.id));
    ordered.push(...fresh);
    for (const effect of fresh) {
      const card = cardOf(project, effect);
      if (card !== null) cards.set(effect.id, card);
    }
  }
  return { project, ordered, envelopes, texts, cards, idle, ends: endsOf(moves) };
};

interface Move {
  readonly by: string;
  /** After it. */
  readonly endedAt: number | null;
}

const endsOf = (moves: readonly Move[]): readonly End[] =>
  moves.flatMap(({ endedAt }, i) => {
    if (endedAt === null || (moves[i - 1]?.endedAt ?? null) !== null) return [];
    const next = moves.slice(i).find((move) => move.endedAt === null);
    return [{ at: endedAt, until: next?.by ?? null }];
  });

const cardOf = (project: Project | undefined, effect: Effect): Message | null => {
  const asked = effect.type === "ask" ? effect.escalation : null;
  const escalation = project?.escalations.find(({ id }) => id === asked);
  return project === undefined || escalation === undefined ? null : escalationCard(project, escalation);
};
