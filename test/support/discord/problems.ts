import { isRecord } from "../json.ts";
import { ApiError, errors } from "./errors.ts";
import type { World } from "./world.ts";

/** Something that Discord refuses in a request. */
export interface Problem {
  /** Where in the body, e.g. `components.0.components.1.custom_id`. */
  readonly at: string;
  readonly says: string;
  /** Discord answers this one with 500 instead of 400. */
  readonly breaks?: boolean;
}

export const problem = (at: string, says: string): Problem => ({ at, says });

/** Keeps a refusal, and answers as Discord does: 50035 with every problem at its place. Nothing happens without a problem. */
export function refuse(
  world: World,
  asked: { readonly operation: string; readonly body: unknown },
  problems: readonly Problem[],
): void {
  if (problems.length === 0) return;
  world.refusals.push({
    ...asked,
    problems: problems.map(({ at, says }) => (at === "" ? says : `${at}: ${says}`)),
  });
  if (problems.some(({ breaks }) => breaks === true)) throw errors.broken();
  throw new InvalidForm(problems);
}

class InvalidForm extends ApiError {
  override readonly more: Readonly<Record<string, unknown>>;

  constructor(problems: readonly Problem[]) {
    super(400, 50_035, "Invalid Form Body");
    this.more = { errors: nested(problems) };
  }
}

/** `{"components": {"0": {"_errors": [{"code": …, "message": …}]}}}` */
function nested(problems: readonly Problem[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { at, says } of problems) {
    let here = root;
    for (const key of at.split(".").filter((part) => part !== "")) here = inside(here, key);
    const told: readonly unknown[] = Array.isArray(here["_errors"]) ? here["_errors"] : [];
    here["_errors"] = [...told, { code: "BASE_TYPE_INVALID", message: says }];
  }
  return root;
}

function inside(here: Record<string, unknown>, key: string): Record<string, unknown> {
  const known = here[key];
  if (isRecord(known)) return known;
  const made: Record<string, unknown> = {};
  here[key] = made;
  return made;
}
