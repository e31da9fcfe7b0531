/**
 * What Slack accepts. Lengths are UTF-16 characters unless the name says otherwise. From Slack's reference, docs.slack.dev/reference/block-kit,
 * where nothing else is said.
 */
export const slackLimits = {
  /** Blocks in a message; more are refused with `invalid_blocks`. */
  blocks: 50,
  /**
   * Characters of all blocks of a message as JSON. Not documented: measured ceilings of the text alone lie between 13,172 and 13,297, less
   * about 100 for each header and more for styled runs (slackapi/bolt-js#2509 and #2867, metabase/metabase#79908), as if Slack counted JSON.
   */
  messageSize: 12_500,
  /** Parts of one message in a thread before the rest becomes a file: our choice, people read three messages. */
  parts: 3,
  /** Parts of one private reply: a response_url takes 5 posts in 30 minutes. */
  privateParts: 5,
  /** Bytes of `text`: chat.update refuses more than 4,000 (`msg_too_long`), and counts UTF-8; room is left for mentions. */
  textBytes: 3_000,
  /** JSON characters of one rich_text block. Not documented: our choice, small enough to fill parts well. */
  richText: 4_000,
  /** rich_text_list `indent`, from @slack/types 3.2. */
  indent: 8,
  header: 150,
  /** Elements of a context block. */
  contextElements: 10,
  /** Of a text in it: as for a field of a section, which is documented. */
  contextText: 2_000,
  /** Any plain_text without a smaller limit of its own. */
  plainText: 3_000,
  /** Elements of an actions block. */
  actions: 25,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  /** action_id, block_id and callback_id. */
  id: 255,
  optionText: 75,
  /** 75 in @slack/types 3.2, 150 in newer references. */
  optionValue: 75,
  options: 100,
  placeholder: 150,
  confirm: { title: 100, text: 300, button: 30 },
  /** One table in a message (`only_one_table_allowed`), none in views; cells are never empty. `size` is its part of a message's JSON. */
  table: { rows: 100, columns: 20, characters: 10_000, size: 11_000 },
  view: { modalBlocks: 100, homeBlocks: 100, bytes: 250_000, title: 24, button: 24, metadata: 3_000 },
  input: { label: 2_000, hint: 2_000, text: 3_000, files: 10 },
  /** files.completeUploadExternal `alt_txt`. */
  altText: 1_000,
} as const;

type Numbers<T> = { readonly [K in keyof T]: T[K] extends number ? number : Numbers<T[K]> };

export type SlackLimits = Numbers<typeof slackLimits>;
