import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { isRecord, record } from "../json.ts";
import type { Json } from "../json.ts";
import { ownersIn, telling } from "./openapi-errors.ts";
import type { Problem } from "./problems.ts";

/** Says what Discord's OpenAPI document has against the body of a request. */
export type ByDocument = (method: string, path: string, body: unknown) => readonly Problem[];

const beside = new URL("../../../../shared/discord-openapi.json", import.meta.url);

/** Where Discord's OpenAPI document is (github.com/discord/discord-api-spec), or null. */
export function documentPath(): string | null {
  const path = process.env["DISCORD_OPENAPI"] ?? fileURLToPath(beside);
  return existsSync(path) ? path : null;
}

let known: ByDocument | undefined;

/** Checks bodies with the document when it is there, else with nothing. It is read once. */
export function byDocument(): ByDocument {
  known ??= create(documentPath());
  return known;
}

function create(path: string | null): ByDocument {
  if (path === null) return () => [];
  const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
  const document = record(parsed);
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors: true,
    logger: false,
    // The schema itself comes with every error.
    verbose: true,
    // The document is good; these three make its first use three times as quick.
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  ajv.addSchema(document, "discord");
  const owners = ownersIn(document);
  const validators = new Map<string, ValidateFunction | null>();
  return (method, route, body) => {
    const key = `${method.toLowerCase()} ${route}`;
    const validate =
      validators.get(key) ?? validatorFor(ajv, document, { method: method.toLowerCase(), route });
    validators.set(key, validate);
    if (validate === null || validate(body)) return [];
    return telling(validate.errors ?? [], owners)
      .slice(0, 10)
      .map(problemOf);
  };
}

/** Null: the document asks for no body there. */
function validatorFor(
  ajv: Ajv2020,
  document: Json,
  { method, route }: { readonly method: string; readonly route: string },
): ValidateFunction | null {
  const operation = record(record(record(document["paths"])[route])[method]);
  if (!isRecord(operation["requestBody"])) return null;
  const pointer = ["paths", route, method, "requestBody", "content", "application/json", "schema"];
  return ajv.compile({ $ref: `discord#/${pointer.map(escaped).join("/")}` });
}

const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

const problemOf = ({ instancePath, message = "is wrong", params }: ErrorObject): Problem => ({
  at: instancePath.slice(1).replaceAll("/", "."),
  says: "allowedValues" in params ? `${message}: ${JSON.stringify(params["allowedValues"])}` : message,
});
