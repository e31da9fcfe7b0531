import { Faulty } from "./fault.ts";
import type { ModelOptions } from "./options.ts";

/** What of an SDK's own headers is sent. Left out: telemetry about this machine, and headers that an SDK takes from the environment. */
const sentHeaders = ["accept", "anthropic-version", "content-type", "user-agent"] as const;

/** Most bytes of one answer; 128k tokens of streamed events are below 15 MB. */
const bodyLimit = 40_000_000;

/** The `fetch` an SDK is given: it sends our credential and no other, tells of each arriving piece, and stops at an absurd length. */
export const watchedFetch =
  (options: ModelOptions, alive: () => void): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, {
      ...init,
      headers: headersFor(options, new Headers(init?.headers)),
    });
    alive();
    return response.body === null ? response : new Response(watched(response.body, alive), response);
  };

const headersFor = ({ apiKey, extraHeaders }: ModelOptions, given: Headers): Headers => {
  const headers = new Headers();
  for (const name of sentHeaders) {
    const value = given.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (apiKey !== null) headers.set("authorization", `Bearer ${apiKey}`);
  for (const [name, value] of Object.entries(extraHeaders ?? {})) headers.set(name, value);
  return headers;
};

const watched = (body: ReadableStream<Uint8Array>, alive: () => void): ReadableStream<Uint8Array> => {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        alive();
        bytes += piece.byteLength;
        if (bytes <= bodyLimit) controller.enqueue(piece);
        else throw new Faulty({ kind: "bad-response", detail: `more than ${bodyLimit} bytes` });
      },
    }),
  );
};
