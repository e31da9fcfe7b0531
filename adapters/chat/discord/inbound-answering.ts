import type { Speak } from "../gaps-telling.ts";
import type { TellDirectly } from "./private-direct.ts";
import type { Responding } from "./private.ts";

/** How people are answered: by what waits for it where they clicked or sent a command, else in direct messages, or in a thread for all. */
export interface Answering extends Pick<Responding, "respond" | "defer" | "atOnce">, Speak {
  readonly tellDirectly: TellDirectly;
}
