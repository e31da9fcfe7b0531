import type { Move } from "#src/ports.ts";
import type { Command } from "#src/project/command.ts";
import type { Logs } from "./logs.ts";

/** Bytes for the end of one file. */
export interface Append {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What moves add to the logs, at most one append per file, in the order in which they must be written. */
export const moveAppends = (logs: Logs, moves: readonly Move[]): readonly Append[] => {
  const appends = [
    append(logs.queue, moves.map(queueLine)),
    append(logs.specs, moves.flatMap(specLine)),
    append(
      logs.conversation,
      moves.flatMap((move) => move.envelopes.map((envelope) => jsonLine(envelope))),
    ),
  ];
  return appends.filter(({ bytes }) => bytes.length > 0);
};

const append = (path: string, lines: readonly Buffer[]): Append => ({ path, bytes: Buffer.concat(lines) });

const queueLine = ({ version, command }: Move): Buffer => jsonLine({ version, command });

const specLine = ({ version, command, spec }: Move): readonly Buffer[] =>
  spec === null
    ? []
    : [
        jsonLine({
          version: spec.version,
          move: version,
          at: command.at,
          by: authorOf(command),
          patch: spec.patch,
        }),
      ];

/** A person, the step whose result it was, or `system`. */
const authorOf = (command: Command): string => {
  if ("by" in command) return `person:${command.by.id}`;
  return command.type === "stepDone" ? `${command.stage}.${command.step}` : "system";
};

const jsonLine = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`, "utf8");
