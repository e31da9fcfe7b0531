import type { Json } from "../json.ts";

/** Web API methods by name: they take decoded arguments and give the answer. */
export type Methods = Readonly<Record<string, (args: Json) => Promise<Json> | Json>>;
