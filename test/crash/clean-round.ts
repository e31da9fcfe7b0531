import type { WireEvent } from "#adapters/chat/terminal/wire-event.ts";
import { advance } from "#src/project/advance.ts";
import type { Command } from "#src/project/command.ts";
import { laneOf, type Effect } from "#src/project/effect.ts";
import type { Envelope } from "#src/project/envelope.ts";
import { escalationCard } from "#src/project/escalation-card.ts";
import type { Message } from "#src/project/message.ts";
import { readyEffects } from "#src/project/outbox.ts";
import type { Project } from "#src/project/project.ts";
import { statusCard } from "#src/project/status-card.ts";
import type { Usage } from "#src/project/words.ts";
import { ada, diamond, resultOf, startAt, startCommand } from "../project/samples.ts";
import type { Evidence } from "./evidence.ts";

/** What a round of one project leaves behind in which nothing went wrong and nobody died: every gate asks, every answer is yes. */
export const cleanRound = (): Evidence => {
  const world = new World();
  world.move(startCommand({ workflow: diamond, settings: { approvals: "gates" } }));
  for (let effect = world.next(); effect !== undefined; effect = world.next()) world.perform(effect);
  return world.evidence();
};

/** The outside of one project: it does at once and rightly whatever is ordered. */
class World {
  #row: Project | undefined;
  #now = startAt;
  readonly #log: { version: number; command: Command }[] = [];
  readonly #envelopes: Envelope[] = [];
  readonly #wire: WireEvent[] = [];
  readonly #calls = new Map<string, Usage>();
  readonly #commits: string[] = [];
  readonly #files = new Map<string, { version: number; sha256: string }>();
  readonly #taken: string[] = [];

  get row(): Project {
    if (this.#row === undefined) throw new Error("the project has not begun");
    return this.#row;
  }

  move(command: Command): void {
    const next = advance(this.#row, command);
    if (!next.moved || next.project === undefined) throw new Error(`${command.type} moves nothing`);
    this.#row = next.project;
    this.#log.push({ version: next.project.version, command });
    this.#envelopes.push(...next.envelopes);
    if ("by" in command) this.#taken.push(command.id);
  }

  next(): Effect | undefined {
    const ready = (["talk", "work"] as const).flatMap((lane) => readyEffects(this.row, lane, Infinity));
    return ready[0];
  }

  perform(effect: Effect): void {
    this.#now += 1_000;
    const about = { project: this.row.id, at: this.#now };
    if (effect.type === "runStep") {
      const result = resultOf(this.row, effect);
      this.#calls.set(effect.id, result.usage);
      const { stage, step, attempt } = effect;
      this.move({ ...about, id: `${effect.id}:done`, type: "stepDone", stage, step, attempt, result });
      return;
    }
    const ref = laneOf(effect) === "talk" ? this.#say(effect) : this.#commit(effect);
    const thread = effect.type === "openThread" ? "t1" : null;
    const results = [{ effect: effect.id, ref, thread }];
    this.move({ ...about, id: `${effect.id}:performed`, type: "performed", results });
    this.#decide();
  }

  #decide(): void {
    for (const { id, rev } of this.row.escalations.filter(
      (one) => one.state === "open" && one.posted !== null,
    )) {
      const about = { id: `yes-${id}`, project: this.row.id, at: this.#now, by: ada };
      this.move({ ...about, type: "decide", escalation: id, rev, choice: "approve", note: "", answers: {} });
    }
  }

  #say(effect: Effect): string {
    const n = this.#wire.length + 1;
    const base = { n, at: this.#now, channel: "main", thread: "t1" };
    const status = statusCard(this.row, this.#now);
    const post = (op: "root" | "post", message: Message): string => {
      this.#wire.push({ ...base, op, key: effect.id, id: `m${n}`, message });
      return `m${n}`;
    };
    switch (effect.type) {
      case "openThread":
        return post("root", status);
      case "post":
        return post("post", effect.message);
      case "ask":
        return post("post", this.#card(effect.escalation));
      case "edit": {
        const isStatus = effect.target === "status";
        const id = isStatus ? this.row.chat.root : this.#escalation(effect.target).posted;
        const message = isStatus ? status : this.#card(effect.target);
        this.#wire.push({ ...base, op: "edit", key: null, id: id ?? "", message });
        return "";
      }
      case "upload": {
        const { path, version, body } = effect;
        const file = { path, version, ...body };
        this.#wire.push({ ...base, op: "upload", key: effect.id, id: `f${n}`, file });
        return `f${n}`;
      }
      case "writeArtifact":
      case "runStep":
        throw new Error(`${effect.type} is not said`);
    }
  }

  #escalation(id: string) {
    const escalation = this.row.escalations.find((one) => one.id === id);
    if (escalation === undefined) throw new Error(`there is no ${id}`);
    return escalation;
  }

  #card(id: string): Message {
    return escalationCard(this.row, this.#escalation(id));
  }

  #commit(effect: Effect): string {
    if (effect.type !== "writeArtifact") throw new Error(`${effect.type} is not committed`);
    for (const { path, body } of effect.files) {
      this.#files.set(path, { version: (this.#files.get(path)?.version ?? 0) + 1, sha256: body.sha256 });
    }
    this.#commits.unshift(effect.id);
    return `commit-${this.#commits.length}`;
  }

  evidence(): Evidence {
    const { row } = this;
    return {
      wire: this.#wire,
      projects: [
        {
          row,
          log: this.#log,
          envelopes: this.#envelopes,
          pages: this.#envelopes.map(({ id }) => id).toReversed(),
          calls: this.#calls,
          commits: this.#commits,
          files: this.#files,
        },
      ],
      asked: [...this.#calls.keys()].map((key) => ({ key, recorded: false })),
      deliveries: this.#taken.flatMap((id) => [
        {
          type: "sent" as const,
          again: false,
          inbound: {
            id,
            at: startAt,
            chat: "terminal",
            channel: "main",
            thread: null,
            by: ada,
            event: { type: "message" as const, text: "" },
          },
        },
        { type: "acked" as const, id, reply: null },
      ]),
      kills: [],
    };
  }
}
