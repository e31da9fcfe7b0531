import { z } from "zod";
import { shownText } from "../shown-text.ts";

/*
 * What Slack takes, written down a second time, from docs.slack.dev/reference, so that a mistake in the adapter's own limits is found.
 * Stricter than Slack in one thing: only what the adapter should make is known here, so that no element can slip in which parses text.
 */

const plain = (most: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: shownText(most).refine((text) => text.trim() !== "", "is blank"),
    emoji: z.literal(false),
  });
const id = z.string().min(1).max(255);
const block = { block_id: id.optional() };

const style = z
  .strictObject({
    bold: z.literal(true).optional(),
    italic: z.literal(true).optional(),
    strike: z.literal(true).optional(),
    code: z.literal(true).optional(),
  })
  .optional();
const text = z.strictObject({ type: z.literal("text"), text: shownText(13_000), style });
const link = z.strictObject({
  type: z.literal("link"),
  url: z
    .httpUrl()
    .or(z.string().regex(/^https?:\/\/[^\s<>|]+$/i))
    .pipe(z.string().max(3_000)),
  style,
});
const user = z.strictObject({ type: z.literal("user"), user_id: z.string().regex(/^[UW][A-Z0-9]{2,}$/) });
const usergroup = z.strictObject({
  type: z.literal("usergroup"),
  usergroup_id: z.string().regex(/^S[A-Z0-9]{2,}$/),
});
const inline = z.array(z.discriminatedUnion("type", [text, link, user, usergroup])).min(1);
const section = z.strictObject({ type: z.literal("rich_text_section"), elements: inline });
const border = z.literal([0, 1]).optional();
const richText = z.strictObject({
  ...block,
  type: z.literal("rich_text"),
  elements: z
    .array(
      z.discriminatedUnion("type", [
        section,
        z.strictObject({
          type: z.literal("rich_text_list"),
          style: z.enum(["bullet", "ordered"]),
          elements: z.array(section).min(1),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(1).optional(),
          border,
        }),
        z.strictObject({ type: z.literal("rich_text_quote"), elements: inline, border }),
        z.strictObject({
          type: z.literal("rich_text_preformatted"),
          elements: z.array(z.discriminatedUnion("type", [text, link])).min(1),
          border,
        }),
      ]),
    )
    .min(1),
});

const confirm = z
  .strictObject({
    title: plain(100),
    text: plain(300),
    confirm: plain(30),
    deny: plain(30),
    style: z.enum(["primary", "danger"]).optional(),
  })
  .optional();
const button = z.strictObject({
  type: z.literal("button"),
  action_id: id,
  text: plain(75),
  value: z.string().min(1).max(2_000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm,
});
const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(75) });
const select = z.strictObject({
  type: z.literal("static_select"),
  action_id: id,
  placeholder: plain(150).optional(),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
  confirm,
});
const actions = z.strictObject({
  ...block,
  type: z.literal("actions"),
  elements: z
    .array(z.discriminatedUnion("type", [button, select]))
    .min(1)
    .max(25)
    .refine(
      (elements) => new Set(elements.map((each) => each.action_id)).size === elements.length,
      "has an action_id twice",
    ),
});

const header = z.strictObject({ ...block, type: z.literal("header"), text: plain(150) });
const context = z.strictObject({
  ...block,
  type: z.literal("context"),
  elements: z.array(plain(2_000)).min(1).max(10),
});
const divider = z.strictObject({ ...block, type: z.literal("divider") });
const table = z
  .strictObject({
    ...block,
    type: z.literal("table"),
    rows: z
      .array(
        z
          .array(z.strictObject({ type: z.literal("raw_text"), text: shownText(10_000) }))
          .min(1)
          .max(20),
      )
      .min(1)
      .max(100),
    column_settings: z
      .array(
        z.strictObject({ align: z.enum(["left", "center", "right"]), is_wrapped: z.boolean().optional() }),
      )
      .max(20)
      .optional(),
  })
  .refine(({ rows }) => new Set(rows.map((row) => row.length)).size === 1, "has rows of different lengths")
  .refine(
    ({ rows }) => rows.flat().reduce((sum, cell) => sum + cell.text.length, 0) <= 10_000,
    "has more than 10,000 characters",
  );

const input = z.strictObject({
  type: z.literal("input"),
  block_id: id,
  label: plain(2_000),
  hint: plain(2_000).optional(),
  optional: z.boolean(),
  element: z.discriminatedUnion("type", [
    z
      .strictObject({
        type: z.literal("plain_text_input"),
        action_id: id,
        multiline: z.boolean(),
        max_length: z.int().min(1).max(3_000),
        initial_value: shownText(3_000).optional(),
      })
      .refine((one) => (one.initial_value ?? "").length <= one.max_length, "begins with more than its most"),
    select.refine(
      (one) =>
        one.initial_option === undefined ||
        one.options.some((each) => JSON.stringify(each) === JSON.stringify(one.initial_option)),
      "begins with none of its options",
    ),
    z.strictObject({
      type: z.literal("multi_users_select"),
      action_id: id,
      initial_users: z
        .array(z.string().regex(/^[UW][A-Z0-9]{2,}$/))
        .min(1)
        .optional(),
    }),
    z.strictObject({
      type: z.literal("file_input"),
      action_id: id,
      max_files: z.int().min(1).max(10),
    }),
  ]),
});

const distinct = (blocks: readonly { readonly block_id?: string | undefined }[]): boolean => {
  const ids = blocks.map((each) => each.block_id).filter((each) => each !== undefined);
  return new Set(ids).size === ids.length;
};

const message = z.looseObject({
  text: shownText(4_000).refine((each) => Buffer.byteLength(each) <= 4_000, "has more than 4,000 bytes"),
  blocks: z
    .array(z.discriminatedUnion("type", [richText, actions, header, context, divider, table]))
    .min(1)
    .max(50)
    .refine((blocks) => JSON.stringify(blocks).length <= 12_500, "is larger than a message may be")
    .refine((blocks) => blocks.filter((each) => each.type === "table").length <= 1, "has two tables")
    .refine(distinct, "has a block_id twice"),
});

const inView = z.discriminatedUnion("type", [richText, actions, header, context, divider, input]);
const view = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("modal"),
      callback_id: id,
      private_metadata: z.string().max(3_000),
      title: plain(24),
      submit: plain(24),
      close: plain(24),
      notify_on_close: z.boolean().optional(),
      blocks: z.array(inView).min(1).max(100).refine(distinct, "has a block_id twice"),
    }),
    z.strictObject({
      type: z.literal("home"),
      callback_id: id.optional(),
      private_metadata: z.string().max(3_000).optional(),
      blocks: z.array(inView).min(1).max(100).refine(distinct, "has a block_id twice"),
    }),
  ])
  .refine((each) => Buffer.byteLength(JSON.stringify(each)) <= 250_000, "has more than 250 kB");

/**
 * What Slack, or a careful reader, would object to in a message (chat.postMessage, chat.update, chat.postEphemeral): one line each, none when
 * all is well. Nobody may be mentioned but `mentions`, the ids of users and groups.
 */
export const problemsOf = (wire: unknown, mentions: readonly string[] = []): readonly string[] => [
  ...problems(message.safeParse(wire)),
  ...strangers(wire, mentions).map((each) => `mentions ${each}`),
];

/** The same for a modal or an App Home. */
export const problemsOfView = (shownView: unknown): readonly string[] => [
  ...problems(view.safeParse(shownView)),
  ...strangers(shownView, []).map((each) => `mentions ${each}`),
];

const problems = (result: z.ZodSafeParseResult<unknown>): readonly string[] =>
  (result.error?.issues ?? []).map((issue) => `${issue.path.map(String).join(".")}: ${issue.message}`);

/** Everybody who would be notified and is not in the list. In `text`, markup stands between < and >; elsewhere it is an element of its own. */
const strangers = (wire: unknown, mentions: readonly string[]): readonly string[] => {
  const allowed = new Set(mentions.flatMap((each) => [each, `<@${each}>`, `<!subteam^${each}>`]));
  const parsed = z.looseObject({ text: z.string() }).safeParse(wire);
  const markup = parsed.data?.text.match(/<[^>]*>?|>/g) ?? [];
  const elements = [...JSON.stringify(wire).matchAll(/"(?:user|usergroup|channel)_id":"([^"]*)"/g)];
  return [...markup, ...elements.map((each) => each[1] ?? "")].filter((each) => !allowed.has(each));
};
