import type { Json } from "../json.ts";
import type { SentFile } from "./file-facts.ts";

/** A request of the app, read. */
export interface Asked {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** By the number in `files[n]`. */
  readonly files: ReadonlyMap<string, SentFile>;
}

/** What Discord answers; null: 204 without a body. */
export type Answer = Json | readonly Json[] | null;

export interface Route {
  /** The operationId of Discord's OpenAPI document. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in the OpenAPI document, e.g. `/channels/{channel_id}/messages`. */
  readonly path: string;
  /** False: the address itself is the secret. */
  readonly auth?: false;
  /** The status when all went well: 200 unless said, 204 when there is no body. */
  readonly status?: number;
  /** Throws an ApiError to refuse. */
  readonly act: (asked: Asked) => Answer | Promise<Answer>;
}

export interface Matched {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request, `/api/v10` in front of its path or not. */
export function createMatcher(routes: readonly Route[]): (method: string, path: string) => Matched | null {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (method, path) => {
    // discord.js writes `@original` as `%40original`.
    const inner = decodeURIComponent(path).replace(/^\/api(\/v\d+)?/, "");
    for (const { route, pattern } of patterns) {
      const found = route.method === method ? pattern.exec(inner) : null;
      if (found !== null) return { route, path: { ...found.groups } };
    }
    return null;
  };
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => `(?<${name}>[^/]+)`)}/?$`);
