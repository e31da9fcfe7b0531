import { Buffer } from "node:buffer";

/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

/** What stands where a secret was. */
const mask = "[secret]";

/** Shorter values would be found in ordinary words. */
const leastLength = 8;

/** Starts only where no key goes on, so that every character is looked at a fixed number of times. */
const start = "(?<![A-Za-z0-9_-])";

/** Keys that are known by their shape, whoever they belong to. */
const shapes: readonly string[] = [
  // Anthropic, OpenAI, OpenRouter, Stripe
  `${start}(?:sk|rk)[-_][A-Za-z0-9_-]{16,}`,
  // Slack
  `${start}xox[a-z]-[A-Za-z0-9-]{10,}`,
  `${start}xapp-[A-Za-z0-9-]{10,}`,
  "hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,}",
  // GitHub
  `${start}gh[opsur]_[A-Za-z0-9]{20,}`,
  `${start}github_pat_[A-Za-z0-9_]{20,}`,
  // AWS, Google
  `${start}(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])`,
  `${start}AIza[A-Za-z0-9_-]{35}`,
  // Discord
  `${start}[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,}`,
  // Signed tokens
  `${start}eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}`,
  // Private keys, also without their end, and with line breaks written as \n
  "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
];

/**
 * Replaces the given values and whatever looks like a known kind of key by `[secret]`. Values are also found as they stand in URLs,
 * in JSON and in base64, alone or as part of something longer; those below 8 characters are not looked for. Takes time in
 * proportion to the length of the text.
 */
export const createScrubber = (values: readonly string[]): Scrub => {
  const literals = values
    .filter((value) => value.length >= leastLength)
    .flatMap(formsOf)
    // The longest first: a value may be the beginning of another.
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replaceAll(/[^\w\s]/g, String.raw`\$&`));
  const pattern = new RegExp([...new Set(literals), ...shapes].join("|"), "g");
  return (text) => text.replace(pattern, mask);
};

/** How a value may be written. */
const formsOf = (value: string): readonly string[] => {
  const url = encodeURIComponent(value.toWellFormed());
  const lowerUrl = url.replaceAll(/%../g, (code) => code.toLowerCase());
  return [value, url, lowerUrl, JSON.stringify(value).slice(1, -1), ...base64Forms(value)];
};

/**
 * Base64 of a value that stands in the middle of something longer depends on how many bytes are before it, modulo three. The characters
 * that its neighbours share in are left out.
 */
const base64Forms = (value: string): readonly string[] => {
  const bytes = Buffer.from(value, "utf8");
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    const first = Math.ceil((before * 4) / 3);
    const last = Math.floor(((before + bytes.length) * 4) / 3);
    const own = encoded.slice(first, last);
    return [own, own.replaceAll("-", "+").replaceAll("_", "/")];
  });
};
