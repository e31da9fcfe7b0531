import { terminalLimits } from "./render.ts";
import type { Display } from "./screen.ts";
import type { Look } from "./style.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What this output can show now: its width changes when the window does. One column stays free, because erasing behind a full line would eat its last character. */
export const lookOf = (output: Display, environment: Environment): Look => ({
  width: Math.max(
    terminalLimits.minColumns,
    Math.min(terminalLimits.maxColumns, (output.columns ?? terminalLimits.maxColumns + 1) - 1),
  ),
  color: hasColor(output, environment),
  unicode: hasUnicode(environment),
});

/** True when a live view makes sense: both ends are a terminal that can move its cursor. */
export const isInteractive = (ends: {
  readonly input: { readonly isTTY?: boolean };
  readonly output: { readonly isTTY?: boolean };
  readonly environment: Environment;
}): boolean => ends.input.isTTY === true && ends.output.isTTY === true && ends.environment["TERM"] !== "dumb";

/** FORCE_COLOR decides first, then NO_COLOR (no-color.org), then whether it is a terminal. */
const hasColor = (output: Display, environment: Environment): boolean => {
  const force = environment["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  if ((environment["NO_COLOR"] ?? "") !== "") return false;
  return output.isTTY === true && environment["TERM"] !== "dumb";
};

/** Only a locale that says otherwise, or the Linux console, which has no such font, turns Unicode signs off. */
const hasUnicode = (environment: Environment): boolean => {
  const locale = [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]].find(
    (value) => (value ?? "") !== "",
  );
  if (environment["TERM"] === "linux" || environment["TERM"] === "dumb") return false;
  return locale === undefined || /utf-?8/i.test(locale);
};
