/**
 * What Discord accepts. Lengths are UTF-16 characters unless the name says otherwise. From docs.discord.com/developers, checked against Discord's
 * OpenAPI document of July 2026, where nothing else is said.
 */
export const discordLimits = {
  /** Components of a message, those inside others included. */
  components: 40,
  /** Characters of all text of a message with components (discord/discord-api-docs#8562). */
  characters: 4_000,
  /**
   * UTF-8 bytes of all text of a message, with `bytesPerText` more for each text display: above it Discord answers 500. Not documented:
   * measured on webhooks (discord/discord-api-docs#8554); 4,000 characters of Chinese are beyond it.
   */
  bytes: 10_170,
  bytesPerText: 12,
  /** Parts of one message in a thread before the rest becomes a file: our choice, people read three messages. */
  parts: 3,
  /** Parts of one private reply: our choice, as on Slack. */
  privateParts: 5,
  /** Size of one text display: our choice, small enough to fill parts well. */
  text: 1_900,
  /** Buttons of an action row; it has these or one menu. */
  row: 5,
  /** Of a button, menu, field or modal; each only once in a message. */
  customId: 100,
  buttonLabel: 80,
  options: 25,
  optionLabel: 100,
  optionValue: 100,
  optionDescription: 100,
  placeholder: 150,
  /** Items of a media gallery; 64 in all media of a message (discord/discord-api-docs#7528). */
  gallery: 10,
  altText: 1_024,
  /** Attachments of a message, bytes of one without boosts (`attachment_size_limit` of an interaction says what a guild has), bytes of a request. */
  files: 10,
  fileBytes: 10 * 1_048_576,
  requestBytes: 25 * 1_048_576,
  /** A string nonce; a ULID has 26. */
  nonce: 25,
  /** A thread's name. */
  threadName: 100,
  /** `content` of a message without components: OpenAPI says 4,000, bots get 2,000. */
  content: 2_000,
  modal: {
    title: 45,
    /** Components of a modal; OpenAPI says 40, the documentation 5. */
    components: 5,
    label: 45,
    description: 100,
    text: 4_000,
    placeholder: 100,
    files: 10,
    people: 25,
  },
  /** Application commands: all names, descriptions and choices of one have at most `characters` together. */
  command: {
    name: 32,
    description: 100,
    options: 25,
    choices: 25,
    choiceName: 100,
    string: 6_000,
    characters: 8_000,
  },
} as const;

type Numbers<T> = { readonly [K in keyof T]: T[K] extends number ? number : Numbers<T[K]> };

export type DiscordLimits = Numbers<typeof discordLimits>;
