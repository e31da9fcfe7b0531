import { z } from "zod";
import type { InboundFile } from "#src/ports.ts";
import { readJoined } from "./modal-joined.ts";

/** A file that came with a form; its address is signed and soon expires. */
export interface DiscordFile extends InboundFile {
  readonly url: string;
}

/** A form as a person filled it in. */
export interface FilledForm {
  /** The form's id. */
  readonly form: string;
  /** Each field has its values in order: a text, the option's id, the users' ids, the files' ids; an empty field has none. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly DiscordFile[];
}

const Filled = z.object({
  custom_id: z.string(),
  value: z.string().nullish(),
  values: z.array(z.string()).nullish(),
});
type Filled = z.infer<typeof Filled>;

/** The parts of a MODAL_SUBMIT's `data` that are read. */
const Submitted = z.object({
  custom_id: z.string(),
  components: z.array(z.object({ component: Filled.nullish() })),
  resolved: z
    .object({
      attachments: z
        .record(
          z.string(),
          z.object({ id: z.string(), filename: z.string(), size: z.number(), url: z.string() }),
        )
        .nullish(),
    })
    .nullish(),
});

/** Reads the `data` of a MODAL_SUBMIT interaction as Discord sends it; null when it is no form of ours. */
export const readForm = (data: unknown): FilledForm | null => {
  const parsed = Submitted.safeParse(data);
  if (!parsed.success) return null;
  const [, form] = /^f\|(.+)$/s.exec(parsed.data.custom_id) ?? [];
  if (form === undefined) return null;
  const filled = parsed.data.components.flatMap(({ component }) => component ?? []);
  const files = Object.values(parsed.data.resolved?.attachments ?? {});
  return {
    form,
    values: Object.fromEntries(filled.flatMap((field) => Object.entries(valuesOf(field)))),
    files: files.map(({ id, filename, size, url }) => ({ id, name: filename, bytes: size, url })),
  };
};

const valuesOf = ({ custom_id, value, values }: Filled): FilledForm["values"] => {
  const id = custom_id.slice(2);
  if (custom_id.startsWith("j|")) return readJoined(id, value ?? "");
  if (!custom_id.startsWith("v|")) return {};
  const words = value ?? "";
  return { [id]: words === "" ? (values ?? []) : [words] };
};
