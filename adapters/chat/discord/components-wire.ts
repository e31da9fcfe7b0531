/** The components that BotArmy sends, as Discord's API takes them; `type` is Discord's number. */
export interface TextDisplay {
  readonly type: 10;
  /** Discord's Markdown. */
  readonly content: string;
}

export interface Separator {
  readonly type: 14;
  readonly divider: true;
  /** 1 is the small space. */
  readonly spacing: 1;
}

export interface Button {
  readonly type: 2;
  /** 1 primary, 2 secondary, 3 success, 4 danger. */
  readonly style: 1 | 2 | 3 | 4;
  readonly label: string;
  readonly custom_id: string;
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: true;
}

export interface StringSelect {
  readonly type: 3;
  readonly custom_id: string;
  readonly placeholder: string;
  readonly options: readonly SelectOption[];
}

export interface ActionRow {
  readonly type: 1;
  readonly components: readonly (Button | StringSelect)[];
}

export interface MediaGallery {
  readonly type: 12;
  readonly items: readonly { readonly media: { readonly url: string }; readonly description?: string }[];
}

export interface FileComponent {
  readonly type: 13;
  readonly file: { readonly url: string };
}

/** What stands in a container. */
export type Slab = TextDisplay | Separator | ActionRow | MediaGallery | FileComponent;

export interface Container {
  readonly type: 17;
  /** By which a message is known again; absent in private replies. */
  readonly id?: number;
  readonly accent_color?: number;
  readonly components: readonly Slab[];
}

/** Who may be notified: nobody but these users and roles, whatever a text says. */
export interface AllowedMentions {
  readonly parse: readonly [];
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

/** The body of a message, a reply or an edit that says what is shown; over HTTP `allowedMentions` is called `allowed_mentions`. */
export interface WireMessage {
  readonly components: readonly [Container];
  /** IS_COMPONENTS_V2 and SUPPRESS_EMBEDS, and EPHEMERAL for private replies. */
  readonly flags: number;
  readonly allowedMentions: AllowedMentions;
}
