import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { isRecord, parsed } from "../json.ts";
import type { Json } from "../json.ts";
import type { Attempt, Deliveries, Delivery, DeliveryType } from "./deliveries.ts";

/** A request to the app, good or bad. */
export interface HttpRequest {
  readonly type: DeliveryType;
  readonly payload: Json;
  /** Signed with this instead of the app's secret: a forgery. */
  readonly secret?: string;
  /** How old it claims to be: a replay when above 300. */
  readonly ageSeconds?: number;
  /** Bytes that are added: an oversized body. */
  readonly padding?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Sends one signed request, as Slack does. Rejects with `fetch failed: …` when nobody answers. */
export async function sendSigned(url: string, secret: string, request: HttpRequest): Promise<HttpAnswer> {
  const { body, contentType } = bodyOf(request);
  const timestamp = String(Math.floor(Date.now() / 1000) - (request.ageSeconds ?? 0));
  const mac = createHmac("sha256", request.secret ?? secret).update(`v0:${timestamp}:${body}`);
  return post(url, body, {
    signal: request.signal,
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${mac.digest("hex")}`,
      ...request.headers,
    },
  });
}

interface Sending {
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** On a connection of its own, which is gone with the answer, so that a server that stops need not wait. */
function post(url: string, body: string, { signal, headers }: Sending): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body));
    const options = { method: "POST", agent: false, headers: { ...headers, "content-length": length } };
    const sent = httpRequest(url, signal === undefined ? options : { ...options, signal }, (response) => {
      text(response).then((answer) => {
        sent.destroy();
        resolve({ status: response.statusCode ?? 0, body: answer, headers: response.headers });
      }, reject);
    });
    sent.once("error", (cause) => reject(new Error(`fetch failed: ${cause.message}`, { cause })));
    sent.end(body);
  });
}

function bodyOf({ type, payload, padding = 0 }: HttpRequest): { body: string; contentType: string } {
  const padded = padding > 0 ? { ...payload, padding: "x".repeat(padding) } : payload;
  if (type === "events_api") return { body: JSON.stringify(padded), contentType: "application/json" };
  const form =
    type === "interactive"
      ? { payload: JSON.stringify(padded) }
      : Object.fromEntries(Object.entries(padded).map(([key, value]) => [key, String(value)]));
  return {
    body: new URLSearchParams(form).toString(),
    contentType: "application/x-www-form-urlencoded",
  };
}

/** Carries deliveries to an address instead of a connection. Answers other than 200 are refusals. */
export function carryByHttp(
  url: string,
  secret: string,
  { deliveries, ending }: { readonly deliveries: Deliveries; readonly ending: AbortSignal },
): (delivery: Delivery, attempt: Attempt) => boolean {
  return (delivery, attempt) => {
    attempt.to = url;
    const headers: Record<string, string> =
      attempt.retry > 0
        ? { "x-slack-retry-num": String(attempt.retry), "x-slack-retry-reason": "http_timeout" }
        : {};
    const { type, payload } = delivery;
    void sendSigned(url, secret, { type, payload, headers, signal: ending }).then(
      ({ status, body, headers: said }) => {
        if (status !== 200)
          deliveries.refused(attempt.id, `http ${status}`, said["x-slack-no-retry"] === "1");
        else deliveries.acked(attempt.id, ackPayload(body));
      },
      () => deliveries.refused(attempt.id, "no connection"),
    );
    return true;
  };
}

function ackPayload(body: string): Json | null {
  const value = parsed(body);
  if (isRecord(value)) return value;
  return body === "" ? null : { text: body };
}
