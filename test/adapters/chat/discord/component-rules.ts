import { z } from "zod";
import { shownText } from "../shown-text.ts";
import { readMarkdown } from "./markdown-reader.ts";

/*
 * What Discord takes, written down a second time, from docs.discord.com/developers and people's measurements, so that a mistake in the
 * adapter's own limits is found. Stricter than Discord in one thing: only what the adapter should make is known here.
 */

const shown = (most: number) => shownText(most).refine((each) => each.trim() !== "", "is blank");
const customId = z.string().min(1).max(100);
const name = /^attachment:\/\/[\w.-]+$/;
const snowflake = z.string().regex(/^\d{15,21}$/);

const text = z.strictObject({ type: z.literal(10), content: shown(4_000) });
const separator = z.strictObject({ type: z.literal(14), divider: z.literal(true), spacing: z.literal(1) });
const gallery = z.strictObject({
  type: z.literal(12),
  items: z
    .array(
      z.strictObject({
        media: z.strictObject({ url: z.string().regex(name) }),
        description: shown(1_024).optional(),
      }),
    )
    .min(1)
    .max(10),
});
const file = z.strictObject({
  type: z.literal(13),
  file: z.strictObject({ url: z.string().regex(name) }),
});
const button = z.strictObject({
  type: z.literal(2),
  style: z.literal([1, 2, 3, 4]),
  label: shown(80),
  custom_id: customId,
});
const options = z
  .array(
    z.strictObject({
      label: shown(100),
      value: z.string().min(1).max(100),
      default: z.literal(true).optional(),
    }),
  )
  .min(1)
  .max(25)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, "has a value twice")
  .refine((all) => all.filter((one) => one.default === true).length <= 1, "begins with two options");
const select = z.strictObject({
  type: z.literal(3),
  custom_id: customId,
  placeholder: shown(150),
  options,
});
const row = z.strictObject({
  type: z.literal(1),
  components: z
    .array(z.discriminatedUnion("type", [button, select]))
    .min(1)
    .max(5)
    .refine((all) => all.every(({ type }) => type === 2) || all.length === 1, "mixes buttons and menus"),
});
const slab = z.discriminatedUnion("type", [text, separator, gallery, file, row]);
type Slab = z.infer<typeof slab>;

const container = z.strictObject({
  type: z.literal(17),
  id: z
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  accent_color: z.int().min(0).max(0xff_ff_ff).optional(),
  components: z.array(slab).min(1),
});

const allTexts = (slabs: readonly Slab[]): readonly string[] =>
  slabs.flatMap((one) => {
    if (one.type === 10) return [one.content];
    if (one.type === 12) return one.items.map(({ description = "" }) => description);
    if (one.type !== 1) return [];
    return one.components.flatMap((inner) =>
      inner.type === 2 ? [inner.label] : [inner.placeholder, ...inner.options.map(({ label }) => label)],
    );
  });

const idsOf = (slabs: readonly Slab[]): readonly string[] =>
  slabs.flatMap((one) => (one.type === 1 ? one.components.map((inner) => inner.custom_id) : []));

const message = z.looseObject({
  components: z.tuple([
    container
      .refine(({ components }) => {
        const inRows = components.flatMap((one) => (one.type === 1 ? one.components : []));
        return 1 + components.length + inRows.length <= 40;
      }, "has more than 40 components")
      .refine(
        ({ components }) => allTexts(components).join("").length <= 4_000,
        "has more than 4,000 characters",
      )
      .refine(({ components }) => {
        const bytes = allTexts(components).reduce((sum, one) => sum + Buffer.byteLength(one), 0);
        return bytes + 12 * components.filter(({ type }) => type === 10).length <= 10_170;
      }, "has so many bytes that Discord fails")
      .refine(({ components }) => {
        const ids = idsOf(components);
        return new Set(ids).size === ids.length;
      }, "has a custom_id twice")
      .refine(
        ({ components }) => components.flatMap((one) => (one.type === 12 ? one.items : [])).length <= 10,
        "has more than 10 attachments",
      ),
  ]),
  flags: z.literal([(1 << 15) + (1 << 2), (1 << 15) + (1 << 2) + (1 << 6)]),
  allowedMentions: z.strictObject({
    parse: z.array(z.never()),
    users: z.array(snowflake).max(100),
    roles: z.array(snowflake).max(100),
  }),
});

/** What a text may be read as: our own markup, and addresses that are seen. */
const harmless = new Set(["link", "heading", "small", "item", "quote", "block"]);
const ourStyles = new Set(["bold", "italic", "strike", "code"]);

/**
 * What Discord, or a careful reader, would object to in a message, a reply or an edit: one line each, none when all is well. Nobody may be
 * mentioned but `mentions`, the ids of users and, with `&`, of roles.
 */
export const problemsOf = (wire: unknown, mentions: readonly string[] = []): readonly string[] => {
  const parsed = message.safeParse(wire);
  if (!parsed.success) return problems(parsed.error);
  const { components, allowedMentions } = parsed.data;
  const told = [...allowedMentions.users, ...allowedMentions.roles.map((id) => `&${id}`)];
  const contents = components
    .flatMap((one) => one.components)
    .flatMap((one) => (one.type === 10 ? [one.content] : []));
  return [
    ...told.filter((id) => !mentions.includes(id)).map((id) => `would notify ${id}`),
    ...contents.flatMap((content) => readAsMore(content, mentions)),
  ];
};

const readAsMore = (content: string, mentions: readonly string[]): readonly string[] => {
  const { shown: seen, signs } = readMarkdown(content);
  const strange = signs.filter(({ type, text: about }) => {
    if (type === "user") return !mentions.includes(about);
    if (type === "role") return !mentions.includes(`&${about}`);
    return !harmless.has(type);
  });
  const styles = seen.flatMap((one) => one.styles).filter((style) => !ourStyles.has(style));
  return [
    ...strange.map(({ type, text: about }) => `${about} is read as ${type}`),
    ...styles.map((style) => `something is ${style}`),
  ];
};

const problems = (error: z.ZodError): readonly string[] =>
  error.issues.map((issue) => `${issue.path.map(String).join(".")}: ${issue.message}`);

const asked = { custom_id: customId, required: z.boolean() };
const least = z.literal([0, 1]);
const input = z
  .strictObject({
    type: z.literal(4),
    ...asked,
    style: z.literal([1, 2]),
    max_length: z.int().min(1).max(4_000),
    value: shown(4_000).optional(),
    placeholder: shown(100).optional(),
  })
  .refine((one) => (one.value ?? "").length <= one.max_length, "begins with more than its most");
const choice = z.strictObject({
  type: z.literal(3),
  ...asked,
  options,
  min_values: least,
  max_values: z.literal(1),
});
const people = z
  .strictObject({
    type: z.literal(5),
    ...asked,
    min_values: least,
    max_values: z.int().min(1).max(25),
    default_values: z
      .array(z.strictObject({ id: snowflake, type: z.literal("user") }))
      .min(1)
      .optional(),
  })
  .refine((one) => (one.default_values ?? []).length <= one.max_values, "begins with too many people");
const files = z.strictObject({
  type: z.literal(19),
  ...asked,
  min_values: least,
  max_values: z.int().min(1).max(10),
});
const label = z
  .strictObject({
    type: z.literal(18),
    label: shown(45),
    description: shown(100).optional(),
    component: z.discriminatedUnion("type", [input, choice, people, files]),
  })
  .refine(
    ({ component }) => !("min_values" in component) || component.required === (component.min_values === 1),
    "says two things about whether it is required",
  );
const modal = z.strictObject({
  custom_id: customId,
  title: shown(45),
  components: z
    .array(z.discriminatedUnion("type", [label, text]))
    .min(1)
    .max(5)
    .refine((all) => {
      const ids = all.flatMap((one) => (one.type === 18 ? [one.component.custom_id] : []));
      return ids.length > 0 && new Set(ids).size === ids.length;
    }, "has a custom_id twice, or no field"),
});

/** The same for the data of a modal. */
export const problemsOfModal = (data: unknown): readonly string[] => {
  const parsed = modal.safeParse(data);
  if (!parsed.success) return problems(parsed.error);
  return parsed.data.components.flatMap((one) => (one.type === 10 ? readAsMore(one.content, []) : []));
};
