import { BotArmyError } from "#src/errors.ts";

type Json = Readonly<Record<string, unknown>>;

/** Who reads the schema: Claude, OpenAI's own API, or a server that speaks like it. */
export type SchemaDialect = "anthropic" | "openai" | "chat";

/** Keywords that a dialect understands and holds the model to. Others become words in the description. */
const bounds: Readonly<Record<SchemaDialect, readonly string[]>> = {
  anthropic: [],
  openai: ["minimum", "maximum", "minItems", "maxItems"],
  chat: [],
};

/** Handled one by one below, or without any meaning for a model. */
const structural = new Set(
  "$schema $id $defs $ref type properties required additionalProperties items anyOf oneOf enum const title description".split(
    " ",
  ),
);

/** What no vendor can hold a model to. */
const unsupported = ["allOf", "not", "if", "patternProperties", "prefixItems"] as const;

/**
 * The same JSON Schema as one vendor takes it: objects closed and all their keys required, `anyOf` for alternatives, and bounds
 * that the vendor would refuse told in the description. Throws BotArmyError `schema-unsupported` for what no vendor can hold a
 * model to (records, anything-goes, optional keys, intersections): it would be dropped silently, or refused after the call.
 */
export const schemaFor = (dialect: SchemaDialect, json: Json): Json => convert(json, { dialect, path: "" });

interface Place {
  readonly dialect: SchemaDialect;
  readonly path: string;
}

const convert = (node: Json, place: Place): Json => {
  const types = node["type"];
  if (Array.isArray(types)) return convert(alternatives(node, types), place);
  const beyond = unsupported.find((name) => node[name] !== undefined);
  if (beyond !== undefined) refuse(place, `uses ${beyond}`);
  if (types === "object") checkObject(node, place);
  const described = description(node, place.dialect);
  return withoutUndefined({
    title: node["title"],
    description: described === "" ? undefined : described,
    ...shape(node, place),
    ...Object.fromEntries(bounds[place.dialect].map((name) => [name, node[name]])),
    $defs: mapped(node["$defs"], { ...place, path: `${place.path}/$defs` }),
  });
};

/** `type: [string, null]` as alternatives: not every server reads a list of types. */
const alternatives = ({ title, description: about, ...rest }: Json, types: readonly unknown[]): Json =>
  withoutUndefined({
    title,
    description: about,
    anyOf: types.map((type) => (type === "null" ? { type } : { ...rest, type })),
  });

const shape = (node: Json, place: Place): Json => {
  const choices = node["anyOf"] ?? node["oneOf"];
  if (typeof node["$ref"] === "string") return { $ref: node["$ref"] };
  if (Array.isArray(choices))
    return { anyOf: choices.map((choice, index) => child(choice, place, `anyOf/${index}`)) };
  if (node["enum"] !== undefined || node["const"] !== undefined)
    // Claude's grammar wants literals without a type, the others want to know it.
    return {
      type: place.dialect === "anthropic" ? undefined : node["type"],
      enum: node["enum"],
      const: node["const"],
    };
  switch (node["type"]) {
    case "object":
      return {
        type: "object",
        properties: mapped(node["properties"], place),
        required: node["required"],
        additionalProperties: false,
      };
    case "array":
      return { type: "array", items: child(node["items"], place, "items") };
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return { type: node["type"] };
    case undefined:
    default:
      return refuse(place, "does not say what it is");
  }
};

const checkObject = (node: Json, place: Place): void => {
  const names = isJson(node["properties"]) ? Object.keys(node["properties"]) : [];
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  if (names.length === 0 || isJson(node["additionalProperties"]))
    refuse(place, "has keys that are not known beforehand");
  const optional = names.find((name) => !required.includes(name));
  if (optional !== undefined) refuse({ ...place, path: `${place.path}/${optional}` }, "may be left out");
};

const mapped = (nodes: unknown, place: Place): Json | undefined =>
  isJson(nodes)
    ? Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, child(node, place, name)]))
    : undefined;

const child = (node: unknown, place: Place, name: string): Json => {
  const at = { ...place, path: `${place.path}/${name}` };
  return isJson(node) ? convert(node, at) : refuse(at, "does not say what it is");
};

const description = (node: Json, dialect: SchemaDialect): string => {
  const told = Object.entries(node)
    .filter(([name]) => !structural.has(name) && !bounds[dialect].includes(name))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const words = typeof node["description"] === "string" ? [node["description"]] : [];
  return [...words, ...(told.length === 0 ? [] : [`(${told.join(", ")})`])].join(" ");
};

const refuse = ({ path }: Place, problem: string): never => {
  throw new BotArmyError(
    "schema-unsupported",
    `the answer's schema cannot be given to a model: ${path === "" ? "its root" : path} ${problem}; use plain objects, and null for what may be absent`,
  );
};

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withoutUndefined = (json: Json): Json =>
  Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
