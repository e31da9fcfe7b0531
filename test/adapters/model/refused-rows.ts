import type { Reply } from "../../support/provider-servers/raw-server.ts";
import { wires, type WireName } from "../../support/provider-servers/wires.ts";
import type { FaultRow } from "./fault-row.ts";

/** When the table is read: the date that a retry-after is told against. */
export const now = Date.UTC(2026, 9, 26, 12, 0, 0);

interface Refusal {
  readonly type: string;
  /** By API, where it is not the type that says it. */
  readonly code?: Partial<Record<WireName, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const refusing =
  (status: number, { type, code, headers }: Refusal) =>
  (wire: WireName): Reply => ({
    status,
    headers: headers ?? {},
    body: JSON.stringify(wires[wire].error(type, code?.[wire])),
  });

const again = { kind: "rate", retryable: true } as const;
const waiting = (headers: Readonly<Record<string, string>>) =>
  refusing(429, { type: "rate_limit_error", headers });

const rates: readonly FaultRow[] = [
  { name: "429", reply: waiting({}), ...again },
  { name: "429 with seconds to wait", reply: waiting({ "retry-after": "2" }), ...again, retryAfterMs: 2_000 },
  {
    name: "429 with milliseconds to wait",
    reply: waiting({ "retry-after-ms": "150", "retry-after": "1" }),
    ...again,
    retryAfterMs: 150,
  },
  {
    name: "429 with a date to wait for",
    reply: waiting({ "retry-after": new Date(now + 30_000).toUTCString() }),
    ...again,
    retryAfterMs: 30_000,
    toleranceMs: 2_000,
  },
  {
    name: "429 with an hour to wait",
    reply: waiting({ "retry-after": "3600" }),
    ...again,
    retryAfterMs: 3_600_000,
  },
  { name: "429 with a wait that cannot be read", reply: waiting({ "retry-after": "soon" }), ...again },
  {
    name: "529",
    reply: refusing(529, { type: "overloaded_error" }),
    kind: "overloaded",
    retryable: true,
  },
  {
    name: "503 with a wait",
    reply: refusing(503, { type: "api_error", headers: { "retry-after": "5" } }),
    kind: "overloaded",
    retryable: true,
    retryAfterMs: 5_000,
  },
];

const noMoney = { kind: "quota", retryable: false } as const;
const quotas: readonly FaultRow[] = [
  {
    name: "429 for a limit of money",
    reply: refusing(429, {
      type: "rate_limit_error",
      code: {
        anthropic: "enforced_spend_limit_reached",
        responses: "insufficient_quota",
        chat: "insufficient_quota",
      },
    }),
    ...noMoney,
  },
  {
    name: "429 for the limit of a contract",
    reply: refusing(429, {
      type: "rate_limit_error",
      code: {
        anthropic: "contract_spend_limit_reached",
        responses: "billing_hard_limit_reached",
        chat: "billing_hard_limit_reached",
      },
    }),
    ...noMoney,
  },
  {
    name: "429 that says that waiting is no use",
    reply: refusing(429, { type: "rate_limit_error", headers: { "x-should-retry": "false" } }),
    wires: ["anthropic"],
    ...noMoney,
  },
  {
    name: "429 for a limit that rises by itself",
    reply: refusing(429, {
      type: "rate_limit_error",
      code: { anthropic: "ramp_limit_exceeded" },
      headers: { "retry-after": "7", "x-should-retry": "false" },
    }),
    wires: ["anthropic"],
    kind: "rate",
    retryable: true,
    retryAfterMs: 7_000,
  },
  { name: "402", reply: refusing(402, { type: "billing_error" }), ...noMoney },
  {
    name: "400 for an account on hold",
    reply: refusing(400, {
      type: "invalid_request_error",
      code: {
        anthropic: "organization_on_hold",
        responses: "billing_not_active",
        chat: "billing_not_active",
      },
    }),
    ...noMoney,
  },
];

const keys: readonly FaultRow[] = [401, 403].map((status) => ({
  name: String(status),
  reply: refusing(status, { type: status === 401 ? "authentication_error" : "permission_error" }),
  kind: "auth",
  retryable: false,
}));

const slow: FaultRow = {
  name: "408",
  reply: refusing(408, { type: "timeout_error" }),
  kind: "timeout",
  retryable: true,
};

const servers: readonly FaultRow[] = [500, 502, 504].map((status) => ({
  name: String(status),
  reply: refusing(status, { type: "api_error" }),
  kind: "server",
  retryable: true,
}));

const ours = { kind: "bad-request", retryable: false } as const;
const tooMuch = { kind: "too-large", retryable: false } as const;
const requests: readonly FaultRow[] = [
  { name: "400 for the schema", reply: refusing(400, { type: "invalid_request_error" }), ...ours },
  { name: "422", reply: refusing(422, { type: "invalid_request_error" }), ...ours },
  { name: "404 for the model", reply: refusing(404, { type: "not_found_error" }), ...ours },
  { name: "413", reply: refusing(413, { type: "request_too_large" }), ...tooMuch },
  {
    name: "400 for too long a prompt",
    reply: refusing(400, {
      type: "invalid_request_error",
      code: { responses: "context_length_exceeded", chat: "context_length_exceeded" },
    }),
    wires: ["responses", "chat"],
    ...tooMuch,
  },
  ...[
    "prompt is too long: 210000 tokens > 200000 maximum",
    "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
  ].map((message) => ({
    name: `400 that only says "${message}"`,
    reply: () => ({
      status: 400,
      body: JSON.stringify({ type: "error", error: { type: "invalid_request_error", message } }),
    }),
    wires: ["anthropic" as const],
    ...tooMuch,
  })),
];

/** Errors told by a status: nothing was used. */
export const refusedRows: readonly FaultRow[] = [
  ...rates,
  ...quotas,
  ...keys,
  slow,
  ...servers,
  ...requests,
].map((row) => ({ ...row, spent: false }));
