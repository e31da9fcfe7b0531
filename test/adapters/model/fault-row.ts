import type { FaultKind } from "#src/errors.ts";
import type { Reply } from "../../support/provider-servers/raw-server.ts";
import type { WireName } from "../../support/provider-servers/wires.ts";

/** One line of the table: what a server does, and what the model must make of it. */
export interface FaultRow {
  readonly name: string;
  readonly reply: (wire: WireName, streaming: boolean) => Reply;
  readonly kind: FaultKind;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  /** A date is told in whole seconds, and time goes by while it is read. */
  readonly toleranceMs?: number;
  /** Does the error know what was used? */
  readonly spent?: boolean;
  /** Only for streams or only for whole answers; both when left out. */
  readonly only?: "stream" | "plain";
  readonly wires?: readonly WireName[];
}

/** The same reply with other words in it. */
export const replaced = ({ headers = {}, body = "" }: Reply, from: string, to: string): Reply => ({
  headers,
  body: (typeof body === "string" ? [body] : body).map((piece) => piece.replace(from, to)),
});
