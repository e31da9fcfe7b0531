import { z } from "zod";
import { Phase } from "../project/words.ts";

/** Text on one line, as titles and headings are. */
export function lineOf(maxLength: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u, "write it on one line, without control characters")
    .regex(/^(\S.*\S|\S)?$/su, "remove the spaces around it");
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A time such as `90s`, `5m` or `1h`, from 100 ms to 24 h; read as milliseconds. */
export const Duration = z.unknown().transform((written, context) => {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h)$/.exec(typeof written === "string" ? written : "") ?? [];
  const ms = Number(amount) * (unitMs[unit ?? ""] ?? 0);
  if (ms >= 100 && ms <= 86_400_000) return ms;
  context.addIssue({
    code: "custom",
    message: 'write a time from 100ms to 24h, such as "90s", "5m" or "1h"',
  });
  return z.NEVER;
});

/** Most tokens of one step, in and out together. The same limits as in a project's workflow. */
export const TokenLimit = z.number().int().min(500).max(2_000_000);

const fileName = /^[A-Za-z0-9][A-Za-z0-9_-]*\.md$/;
const fileNameForm = 'letters, digits, "-" and "_", ending in ".md"';

/** A document's file name inside its phase folder. Never a path, so it cannot lead out of the folder. */
export const FileName = z
  .string()
  .max(120)
  .regex(
    fileName,
    `give only a file name (${fileNameForm}), for example requirements.md; it is put into the phase's folder`,
  );

/** Where the brief goes: a phase folder and a file name. */
export const BriefPath = z
  .string()
  .max(140)
  .refine(
    (path) => {
      const [phase, name, ...rest] = path.split("/");
      return Phase.safeParse(phase).success && fileName.test(name ?? "") && rest.length === 0;
    },
    `write {phase}/{name}.md, for example requirements/project_brief.md; phases are ${Phase.options.join(", ")}`,
  );
