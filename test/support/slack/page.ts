import { string } from "../json.ts";
import type { Json } from "../json.ts";

export interface Page {
  readonly items: readonly Json[];
  readonly more: boolean;
  /** `response_metadata` with the cursor of the next page. */
  readonly rest: Json;
}

/** The page that `limit` and `cursor` ask for; `usual` many when there is no limit. */
export function page(all: readonly Json[], args: Json, usual: number): Page {
  const start = Number(Buffer.from(string(args["cursor"]), "base64").toString().replace("at:", "") || 0);
  const limit = Math.min(Number(args["limit"]) || usual, 1_000);
  const more = all.length > start + limit;
  const next = more ? Buffer.from(`at:${start + limit}`).toString("base64") : "";
  return {
    items: all.slice(start, start + limit),
    more,
    rest: more ? { response_metadata: { next_cursor: next } } : {},
  };
}
