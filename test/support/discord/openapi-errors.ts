import type { ErrorObject } from "ajv/dist/2020.js";
import { isRecord, record } from "../json.ts";
import type { Json } from "../json.ts";

/** Which schema of the document a part of it belongs to, and how many levels of the data that part is further in. */
export type Owners = ReadonlyMap<unknown, { readonly schema: string; readonly levels: number }>;

export function ownersIn(document: Json): Owners {
  const owners = new Map<unknown, { schema: string; levels: number }>();
  const walk = (part: unknown, schema: string, levels: number): void => {
    if (Array.isArray(part)) for (const one of part) walk(one, schema, levels);
    if (!isRecord(part)) return;
    owners.set(part, { schema, levels });
    for (const [key, inner] of Object.entries(part)) {
      if (key === "properties") for (const one of Object.values(record(inner))) walk(one, schema, levels + 1);
      else walk(inner, schema, key === "items" ? levels + 1 : levels);
    }
  };
  for (const [name, schema] of Object.entries(record(record(document["components"])["schemas"])))
    walk(schema, name, 0);
  return owners;
}

/**
 * The errors that tell something: those furthest inside. With alternatives everywhere the rest is noise, and so is
 * all that an alternative says which is meant for another type of component.
 */
export function telling(errors: readonly ErrorObject[], owners: Owners): readonly ErrorObject[] {
  const place = (error: ErrorObject): string => {
    const { schema, levels } = owners.get(error.parentSchema) ?? { schema: "", levels: 0 };
    const keys = error.instancePath.split("/");
    return `${schema} ${keys.slice(0, Math.max(1, keys.length - levels)).join("/")}`;
  };
  const others = new Set(errors.filter(isOfOtherType).map(place));
  const meant = errors.filter((error) => !others.has(place(error)));
  const real = meant.filter(({ keyword }) => !["oneOf", "anyOf"].includes(keyword));
  const from = [real, meant, errors].find(({ length }) => length > 0) ?? [];
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split("/").length;
  const most = Math.max(...from.map(depth));
  const told = from.filter((error) => depth(error) === most);
  return [...new Map(told.map((one) => [`${one.instancePath} ${one.message ?? ""}`, one])).values()];
}

const isOfOtherType = ({ keyword, instancePath }: ErrorObject): boolean =>
  keyword === "enum" && instancePath.endsWith("/type");
