import type { Model, ModelRequest } from "#src/ports.ts";

/** Makes something else of what the scripted model answers; text is sent as it is, and undefined leaves the answer alone. */
export type Twist = (
  about: ModelRequest["about"],
  answer: Record<string, unknown>,
  request: ModelRequest,
) => object | string | undefined;

/** How a story looks on at its model and interferes. */
export interface Interference {
  readonly twist?: Twist;
  /** Awaited before each answer. */
  readonly before?: (request: ModelRequest) => Promise<void>;
}

/** A model that notes what it is asked before it answers. */
export const noting = (model: Model, asked: ModelRequest[], { twist, before }: Interference): Model => ({
  ...model,
  complete: async (request, signal) => {
    asked.push(request);
    if (before !== undefined) await Promise.race([before(request), aborted(signal)]);
    const response = await model.complete(request, signal);
    if (twist === undefined) return response;
    // Only the scripted model is twisted, and what it answers is an object.
    const answer = JSON.parse(response.text) as Record<string, unknown>;
    const other = twist(request.about, answer, request);
    if (other === undefined) return response;
    return { ...response, text: typeof other === "string" ? other : JSON.stringify({ ...answer, ...other }) };
  },
});

/** Calls of a project that are under way, and the most that were so at once. */
export type Calls = Map<string, { readonly now: number; readonly most: number }>;

/** A model that counts its calls while they are under way. */
export const counting = (model: Model, calls: Calls): Model => ({
  ...model,
  complete: async (request, signal) => {
    const { now, most } = calls.get(request.about.project) ?? { now: 0, most: 0 };
    const count = { now: now + 1, most: Math.max(most, now + 1) };
    calls.set(request.about.project, count);
    try {
      return await model.complete(request, signal);
    } finally {
      const after = calls.get(request.about.project) ?? count;
      calls.set(request.about.project, { ...after, now: after.now - 1 });
    }
  },
});

/** Rejects when the call is broken off. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(new Error("the call was broken off", { cause: signal.reason }));
    signal.addEventListener("abort", end, { once: true });
  });
