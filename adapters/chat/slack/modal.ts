import { z } from "zod";
import type { InboundFile } from "#src/ports.ts";
import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import { oneLine } from "../clean.ts";
import { readMarkdown } from "../markdown.ts";
import { piecesOf } from "../pieces.ts";
import { pieceDrafts } from "./drafts.ts";
import { inputOf, labelled } from "./form-inputs.ts";
import type { SlackLimits } from "./limits.ts";
import { plainText, type ModalView } from "./wire.ts";

/** Where a form was asked for; it travels in the view's private_metadata. */
export interface FormPlace {
  readonly channel: string;
  readonly thread: string | null;
}

/** A form as a modal: its id is the callback_id, each field an input block whose block_id is the field's id. */
export const renderForm = (form: Form, place: FormPlace, limits: SlackLimits): ModalView => ({
  type: "modal",
  callback_id: form.id,
  private_metadata: JSON.stringify({ channel: place.channel, thread: place.thread }),
  title: labelled(form.title, limits.view.title),
  submit: labelled(form.submit, limits.view.button),
  close: plainText("Cancel"),
  blocks: [
    ...pieceDrafts(piecesOf(readMarkdown(form.intro)), limits).flatMap((draft) => draft.blocks),
    ...form.fields.map((field) => inputOf(field, limits)),
  ],
});

const StateFile = z.object({ id: z.string(), name: z.string().nullish(), size: z.number().nullish() });

/** What Slack says of one field; each type has one of these. */
const FieldState = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_users: z.array(z.string()).nullish(),
  files: z.array(StateFile).nullish(),
});
type FieldState = z.infer<typeof FieldState>;

/** The parts of a `view_submission`'s view that are read. */
const SubmittedView = z.object({
  callback_id: z.string().min(1),
  private_metadata: z.string(),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), FieldState)) }),
});

const PlaceText = z.object({ channel: z.string(), thread: z.string().nullable() });

/** A form as a person filled it in. */
export interface FilledForm {
  /** The form's id. */
  readonly form: string;
  readonly place: FormPlace;
  /** Each field has its values in order: a text, the option's id, the users' ids, the files' ids; an empty field has none. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly InboundFile[];
}

/** Reads the view of a `view_submission`; null when it is none of ours. */
export const readForm = (view: unknown): FilledForm | null => {
  const parsed = SubmittedView.safeParse(view);
  if (!parsed.success) return null;
  const place = readPlace(parsed.data.private_metadata);
  if (place === null) return null;
  const fields = Object.entries(parsed.data.state.values).map(
    ([id, actions]) => [id, Object.values(actions)[0] ?? {}] as const,
  );
  return {
    form: parsed.data.callback_id,
    place,
    values: Object.fromEntries(fields.map(([id, state]) => [id, valuesOf(state)])),
    files: fields.flatMap(([, state]) => (state.files ?? []).map(fileOf)),
  };
};

/** The refusal of a submitted form. */
export interface ViewErrors {
  readonly response_action: "errors";
  readonly errors: Readonly<Record<string, string>>;
}

/** Longest error below a field that people still read; not documented by Slack. */
const longestError = 500;

/** A refusal as Slack shows it at the first field of the open modal, so that no words are lost; null when it cannot be said there. */
export const errorView = (view: unknown, message: Message): ViewErrors | null => {
  const parsed = SubmittedView.pick({ blocks: true }).safeParse(view);
  const field = parsed.data?.blocks.find((block) => block.type === "input")?.block_id;
  const text = oneLine(message.fallback);
  if (field === undefined || text === "" || text.length > longestError) return null;
  return { response_action: "errors", errors: { [field]: text } };
};

const valuesOf = (state: FieldState): readonly string[] => {
  const one = state.value ?? state.selected_option?.value ?? "";
  if (one !== "") return [one];
  return [...(state.selected_users ?? []), ...(state.files ?? []).map((file) => file.id)];
};

const fileOf = (file: z.infer<typeof StateFile>): InboundFile => ({
  id: file.id,
  name: file.name ?? file.id,
  bytes: file.size ?? 0,
});

const readPlace = (text: string): FormPlace | null => {
  try {
    return PlaceText.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
