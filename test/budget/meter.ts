import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Random } from "../crash/random.ts";
import { wires, type WireName } from "../support/provider-servers/wires.ts";
import type { Charge } from "./bill.ts";
import { createCrowd } from "./crowd.ts";
import type { Moment } from "./deaths.ts";
import { createOrders, type Open, type Order } from "./order.ts";

/** A provider that keeps the books: what each request would be charged, whether or not anybody was there to hear the answer. */
export interface Meter {
  readonly url: string;
  readonly charges: readonly Charge[];
  /** Most requests that were under way at the same time. */
  peak(): number;
  /** Called at every moment of every request. */
  onMoment: (moment: Moment) => void;
  /** Resolves when everybody who asked is gone: what was not answered by then is lost. */
  allGone(): Promise<void>;
  close(): Promise<void>;
}

export interface MeterOptions {
  /** Requests wait for each other until so many are there. */
  readonly crowd: number;
  readonly random: Random;
}

/** One of so many answers is broken off in the middle. */
const cutEvery = 40;
/** Most time before an answer begins, and between two pieces of it. */
const longest = { thinkMs: 60, pieceMs: 15 };
/** A dead process's last words may still be on their way; so long it is waited before each look whether there is nobody left. */
const drainMs = 20;

/** Starts a provider on this machine for Anthropic's API and for OpenAI's. It says what the scripted model says, piece by piece. */
export const startMeter = async (options: MeterOptions): Promise<Meter> => {
  const desk = await createDesk(options);
  const server = createServer((incoming, outgoing) => {
    answer(desk, incoming, outgoing).catch((error: unknown) => {
      // Whoever died while asking was not heard.
      if (incoming.complete && !outgoing.destroyed) outgoing.writeHead(599).end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on a port has an address with that port.
  const { port } = server.address() as AddressInfo;
  return Object.assign(desk.meter, {
    url: `http://127.0.0.1:${port}`,
    allGone: async () => {
      do await sleep(drainMs);
      while ((await connectionsOf(server)) > 0);
      for (const charge of desk.charges.filter(isOpen)) charge.state = "lost";
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
};

const connectionsOf = async (server: Server): Promise<number> =>
  await promisify(server.getConnections.bind(server))();

/** Where requests are answered. */
interface Desk {
  readonly meter: Pick<Meter, "charges" | "peak" | "onMoment">;
  readonly charges: Open<Charge>[];
  readonly random: Random;
  readonly take: Awaited<ReturnType<typeof createOrders>>;
  /** Resolves when the crowd that it waits for is there. */
  wait(): Promise<void>;
  /** One more request is under way, or one less. */
  count(change: 1 | -1): void;
}

const createDesk = async ({ crowd: size, random }: MeterOptions): Promise<Desk> => {
  const charges: Open<Charge>[] = [];
  const crowd = createCrowd(size);
  let [open, peak] = [0, 0];
  return {
    meter: { charges, peak: () => peak, onMoment: () => undefined },
    charges,
    random,
    take: await createOrders(),
    wait: crowd.join,
    count: (change) => {
      open += change;
      peak = Math.max(peak, open);
    },
  };
};

const paths: Readonly<Record<string, WireName>> = {
  "/v1/messages": "anthropic",
  "/v1/responses": "responses",
};

const answer = async (desk: Desk, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
  const wire = paths[incoming.url?.split("?")[0] ?? ""];
  if (wire === undefined) return void outgoing.writeHead(404).end();
  const at = Date.now();
  const order = await desk.take({ wire, at, body: await json(incoming) });
  const { charge } = order;
  desk.charges.push(charge);
  if (outgoing.destroyed) {
    charge.state = "lost";
    return;
  }
  outgoing.once("close", () => {
    desk.count(-1);
    if (isOpen(charge)) charge.state = "lost";
  });
  desk.count(1);
  desk.meter.onMoment("asked");
  await desk.wait();
  await sleep(desk.random.whole(0, longest.thinkMs));
  await speak(desk, outgoing, { ...order, events: wires[wire].events(order.said) });
};

interface Speech extends Order {
  readonly events: readonly string[];
}

const speak = async ({ random, meter }: Desk, outgoing: ServerResponse, speech: Speech): Promise<void> => {
  const { charge, events } = speech;
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  const cutAt = random.whole(1, cutEvery) === 1 ? random.whole(1, events.length - 2) : null;
  for (const [i, event] of events.entries()) {
    if (charge.state === "lost") return;
    if (i === cutAt) return cutOff(outgoing, speech, i);
    outgoing.write(event);
    if (i === 0) charge.state = "streaming";
    if (i === 0) meter.onMoment("streaming");
    await sleep(random.whole(0, longest.pieceMs));
  }
  if (charge.state === "lost") return;
  outgoing.end();
  charge.state = "answered";
  meter.onMoment("answered");
};

const isOpen = ({ state }: Charge): boolean => state === "waiting" || state === "streaming";

/** The provider fails in the middle of an answer, and charges what it has written. */
const cutOff = (outgoing: ServerResponse, { charge, events }: Speech, sent: number): void => {
  charge.state = "cut";
  charge.output = Math.ceil((charge.output * piecesIn(events.slice(0, sent))) / piecesIn(events));
  outgoing.destroy();
};

/** How many of some events bring a piece of the text; the pieces are equally long. */
const piecesIn = (events: readonly string[]): number =>
  events.filter((event) => /"(?:text_delta|response\.output_text\.delta)"/.test(event)).length;
