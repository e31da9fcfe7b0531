import { bodyOf, changedBodyOf, filesOf, type Content } from "./outbound-body.ts";
import type { DiscordRequest } from "./rest.ts";

/** What a person did that Discord waits for an answer to: a slash command or context menu, a click, a form that was sent. */
export interface Interaction {
  readonly id: string;
  /** Good for 15 minutes, and secret for so long. */
  readonly token: string;
  readonly type: "command" | "component" | "form";
  /**
   * The message that it came from: one that everybody sees, one that only this person sees, the question before a final click, which is over
   * with it, or none, as for a slash command.
   */
  readonly from: "public" | "private" | "question" | null;
}

/** The first response; it has to come within 3 seconds. */
export type FirstResponse =
  | { readonly type: "message"; readonly content: Content }
  /** In place of the message that was clicked in. */
  | { readonly type: "update"; readonly content: Content }
  | { readonly type: "modal"; readonly modal: object }
  /** "… is thinking", for the person alone, until a message comes in its place. */
  | { readonly type: "message-later" }
  /** Nothing is seen of it. */
  | { readonly type: "update-later" };

const what = "an answer";

/** Numbers are Discord's types of interaction callbacks. */
export const firstRequest = ({ id, token }: Interaction, response: FirstResponse): DiscordRequest => ({
  method: "POST",
  path: `/interactions/${id}/${token}/callback`,
  auth: false,
  what,
  ...bodyOfFirst(response),
});

const bodyOfFirst = (response: FirstResponse): Pick<DiscordRequest, "body" | "files"> => {
  switch (response.type) {
    case "message":
      return { body: { type: 4, data: bodyOf(response.content) }, ...filesOf(response.content.files) };
    case "update":
      return { body: { type: 7, data: changedBodyOf(response.content) }, ...filesOf(response.content.files) };
    case "modal":
      return { body: { type: 9, data: response.modal } };
    case "message-later":
      // Nothing but this flag is allowed here.
      return { body: { type: 5, data: { flags: 64 } } };
    case "update-later":
      return { body: { type: 6 } };
  }
};

/** Another message for the person alone. Discord does not know a repetition of it. */
export const followUpRequest = (
  application: string,
  { token }: Interaction,
  content: Content,
): DiscordRequest => ({
  method: "POST",
  path: `/webhooks/${application}/${token}`,
  auth: false,
  what,
  body: bodyOf(content),
  ...filesOf(content.files),
});

/** Changes the first message of the answer, or the message that was clicked in. */
export const originalRequest = (
  application: string,
  { token }: Interaction,
  content: Content,
): DiscordRequest => ({
  method: "PATCH",
  path: `/webhooks/${application}/${token}/messages/@original`,
  auth: false,
  what,
  body: changedBodyOf(content),
  ...filesOf(content.files),
});
