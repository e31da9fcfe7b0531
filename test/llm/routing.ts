import { ProviderError, type FaultKind, type Spent } from "#src/errors.ts";
import { createBreaker } from "#src/llm/breaker.ts";
import { createPace } from "#src/llm/pace.ts";
import { createPrices } from "#src/llm/prices.ts";
import type { Attempt, Route } from "#src/llm/route.ts";
import { createRouter } from "#src/llm/router.ts";
import type { Clock, Model, ModelRequest, ModelResponse } from "#src/ports.ts";

export const request: ModelRequest = {
  key: "p-abc234:1:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "plan", attempt: 1 },
  system: "system",
  documents: [],
  prompt: "prompt",
  schema: { name: "number", json: {} },
  maxTokens: 1_000,
};

/** What a route does when it is asked: answers after a second, fails after a second, or what a function says. */
export type Act = "answer" | ProviderError | Error | Model["complete"];

export const fault = (
  kind: FaultKind,
  facts: { retryAfterMs?: number; usage?: Spent; retryable?: boolean } = {},
): ProviderError =>
  new ProviderError(`it said ${kind}`, {
    kind,
    retryable: !["quota", "auth", "bad-request", "too-large"].includes(kind),
    ...facts,
  });

/** Half a million tokens in and a tenth of that out, so that prices can be read in dollars. */
const answerOf = (name: string): ModelResponse => ({
  text: `from ${name}`,
  model: name,
  usage: { calls: 1, tokensIn: 500_000, tokensOut: 50_000, usd: null },
  tokensCached: 100_000,
});

export const opus = "anthropic/claude-opus-5-5";
export const sol = "openai/gpt-5.6-sol";
export const flash = "gemini/gemini-3.8-flash";

/** A router over scripted routes, and all that it told. Each route repeats the last act of its script. */
export const routing = (
  clock: Clock,
  scripts: Readonly<Record<string, readonly Act[]>>,
  options: { readonly deadlineMs?: number } = {},
) => {
  /** The routes as they were asked. */
  const asked: string[] = [];
  /** Whether a route was asked while its breaker was open. */
  const wrongly: string[] = [];
  const attempts: Attempt[] = [];
  const routes = Object.entries(scripts).map(([name, script]): Route => {
    const [provider = "", model = ""] = name.split("/");
    const breaker = createBreaker({ clock });
    const limits = { requestsPerMinute: 6_000_000, tokensPerMinute: 1_000_000_000, concurrent: 1_000 };
    let turn = 0;
    const complete: Model["complete"] = async (asks, signal) => {
      asked.push(name);
      if (breaker.state().state === "open") wrongly.push(name);
      const act = script[Math.min(turn, script.length - 1)];
      turn += 1;
      if (typeof act === "function") return act(asks, signal);
      await clock.sleep(1_000, signal);
      if (act === "answer" || act === undefined) return answerOf(name);
      throw act;
    };
    return { provider, model, complete, breaker, pace: createPace({ limits, clock }) };
  });
  const router = createRouter({
    routesFor: () => routes,
    prices: createPrices({ free: [] }),
    clock,
    random: () => 0.5,
    deadlineMs: options.deadlineMs ?? 300_000,
    onAttempt: (attempt) => void attempts.push(attempt),
  });
  return { router, routes, asked, wrongly, attempts };
};

/** How a call ended, as data. */
export const endOf = async (
  call: Promise<ModelResponse>,
): Promise<
  | { readonly type: "answer"; readonly response: ModelResponse }
  | { readonly type: "error"; readonly error: unknown }
> => {
  try {
    return { type: "answer", response: await call };
  } catch (error) {
    return { type: "error", error };
  }
};
