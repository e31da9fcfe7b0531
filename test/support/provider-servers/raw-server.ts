import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A request as it arrived. Keys are never kept, only whether one was there. */
export interface Arrived {
  readonly path: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: unknown;
  readonly key: "present" | "absent";
  /** Names of all headers, in lower case. */
  readonly headers: readonly string[];
}

/** What a server does with a request: bytes, and then how it goes on. */
export interface Reply {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces are written one by one. */
  readonly body?: string | readonly string[];
  /**
   * `end`: properly closed. `cut`: the socket is destroyed after the body. `stall`: nothing more, and never closed. `drip`: signs of
   * life for ever. `silent`: not even headers. `hang-up`: the socket is destroyed before the headers.
   */
  readonly then?: "end" | "cut" | "stall" | "drip" | "silent" | "hang-up";
}

/** A server on this machine only. */
export interface RawServer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** Requests that are being read or answered: not those about which it is silent, or only shows that it lives. */
  active(): number;
  close(): Promise<void>;
}

export interface RawServerOptions {
  /** Waits between two signs of life of a `drip`; 20 ms by default. */
  readonly pause?: (signal: AbortSignal) => Promise<void>;
}

/** Most characters of a request; more is answered with 413. */
const bodyLimit = 8_000_000;
const dripMs = 20;
const shortPause = (signal: AbortSignal): Promise<void> => sleep(dripMs, undefined, { signal });

/** Starts a server that answers every request with what `reply` says. Nothing of it outlives `close`. */
export const startRawServer = async (
  reply: (request: Arrived, call: number) => Reply | Promise<Reply>,
  { pause = shortPause }: RawServerOptions = {},
): Promise<RawServer> => {
  const arrived: Arrived[] = [];
  let active = 0;
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const request = await readRequest(incoming);
      arrived.push(request);
      const what = await reply(request, arrived.length);
      await send(what, outgoing);
      if (what.then === "drip") drip(outgoing, pause);
    };
    active += 1;
    answer()
      .catch((error: unknown) => {
        outgoing.writeHead(error instanceof RangeError ? 413 : 599).end(String(error));
      })
      .finally(() => {
        active -= 1;
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // A server that listens on a port has an address with that port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    active: () => active,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const readRequest = async (incoming: IncomingMessage): Promise<Arrived> => {
  incoming.setEncoding("utf8");
  let text = "";
  for await (const piece of incoming) {
    text += String(piece);
    if (text.length > bodyLimit) throw new RangeError("the request is too large");
  }
  const { headers } = incoming;
  const hasKey = headers.authorization !== undefined || headers["x-api-key"] !== undefined;
  return {
    path: incoming.url ?? "",
    body: jsonOf(text),
    key: hasKey ? "present" : "absent",
    headers: Object.keys(headers),
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const send = async (
  { status = 200, headers = {}, body = "", then = "end" }: Reply,
  outgoing: ServerResponse,
): Promise<void> => {
  if (then === "silent") return;
  if (then === "hang-up") return void outgoing.destroy();
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.flushHeaders();
  for (const piece of typeof body === "string" ? [body] : body) await write(outgoing, piece);
  if (then === "end") outgoing.end();
  if (then === "cut") outgoing.destroy();
};

const write = (outgoing: ServerResponse, piece: string): Promise<void> =>
  new Promise((resolve) => {
    if (piece === "" || outgoing.destroyed) resolve();
    else outgoing.write(piece, () => resolve());
  });

/** Comments of a stream, which are white space to a JSON body as well. */
const drip = (outgoing: ServerResponse, pause: NonNullable<RawServerOptions["pause"]>): void => {
  const closed = new AbortController();
  outgoing.on("close", () => closed.abort());
  const next = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      await pause(closed.signal);
      outgoing.write("\n");
    }
  };
  // A pause only fails because nobody listens any more.
  next().catch(() => undefined);
};
