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

/** Text of any number of lines. */
export function textOf(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .max(maxLength)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u, "remove the control characters")
    .refine((text) => text.trim() !== "", "write some text")
    .transform((text) => text.trim());
}

/** A condition as it is written; whether it can be read is asked later, with what it may ask for. */
export const Condition = z.string().min(1).max(500);

/** Names that Windows keeps for devices. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Where the artifact repository keeps what it knows of the files. */
const ownFolder = "metadata";

/** A phase is the folder its files lie in. */
export const PhaseFolder = Phase.refine(
  (phase) => phase !== ownFolder,
  "the files of this folder are written by BotArmy itself; choose another name",
).refine((phase) => !deviceName.test(phase), "Windows keeps this name for a device; choose another one");

/** A required heading. The list of sources at the end of a document is made from the statements that were found in the documents. */
export const SectionTitle = lineOf(80).refine(
  (title) => title.trim().toLowerCase() !== "sources",
  "a list of sources is added to every document by itself; leave it out, or choose another heading",
);

/** The model a stage asks first. */
export const ModelName = z
  .string()
  .max(120)
  .regex(
    /^[a-z][a-z0-9-]*\/[^\s\p{Cc}\p{Cs}]+$/u,
    "write {provider}/{model}, for example anthropic/claude-opus-5-5",
  );

const fileName = /^[A-Za-z0-9][A-Za-z0-9_-]*\.md$/;
const fileNameForm = 'letters, digits, "-" and "_", ending in ".md"';

/** A document's file name inside its phase folder. Never a path, so it cannot lead out of the folder. */
export const FileName = z
  .string()
  .max(120)
  .regex(
    fileName,
    `give only a file name (${fileNameForm}), for example requirements.md; it is put into the phase's folder`,
  )
  .refine((name) => !deviceName.test(name), "Windows keeps this name for a device; choose another one");

/** Where the brief goes: a phase folder and a file name. */
export const BriefPath = z
  .string()
  .max(140)
  .refine((path) => {
    const [phase, name, ...rest] = path.split("/");
    return PhaseFolder.safeParse(phase).success && FileName.safeParse(name).success && rest.length === 0;
  }, "write {phase}/{name}.md, for example requirements/project_brief.md");
