import type { TellDirectly } from "./private-direct.ts";
import type { Responding } from "./private.ts";

/** How people are answered: by what waits for it where they clicked or sent a command, else in direct messages. */
export interface Answering extends Pick<Responding, "respond" | "defer"> {
  readonly tellDirectly: TellDirectly;
}
