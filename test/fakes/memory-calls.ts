import type { Calls, ModelResponse } from "#src/ports.ts";

/** Recorded model calls in memory. */
export const memoryCalls = (): Calls => {
  const calls = new Map<string, ModelResponse>();
  return {
    get: async (key) => calls.get(key),
    put: async (key, response) => {
      calls.set(key, structuredClone(response));
    },
    keys: async (project) => [...calls.keys()].filter((key) => key.startsWith(`${project}:`)),
  };
};
