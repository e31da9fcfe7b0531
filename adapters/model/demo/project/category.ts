import type { Section } from "../brief/brief.ts";
import { wayOfWorking } from "./requirement.ts";

const functional = /\b(?:functional|functionality|features?|behaviou?r|user stor|what it does|funktion)/i;

const bySection: readonly (readonly [RegExp, string])[] = [
  [/\b(?:readme|documentation|docs|help)\b/i, "Documentation"],
  [/\b(?:dependenc|packag|librar(?:y|ies) used)/i, "Dependencies"],
  [
    /\b(?:code|coding|structure|director|conventions?|template|architecture|stack|technolog|technik)/i,
    "Code and structure",
  ],
  [/\b(?:performance|speed|scale|scalability)\b/i, "Performance"],
  [/\b(?:security|privacy|data protection|gdpr|datenschutz|sicherheit)\b/i, "Security and privacy"],
  [/\b(?:accessib|usabilit|feel|look|design|style|non-?functional|qualit|barriere)/i, "Ease of use"],
  [/\b(?:running|operat|deploy|hosting|infrastructure|maintenance|release|betrieb)/i, "Operation"],
  [/\b(?:browser|compatib|devices?|platforms?)\b/i, "Compatibility"],
];

const working =
  /\b(?:let us know|read it|understand it|interact with some|keep in mind|reference implementation|pull request|check out)\b/i;

const byText: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:every browser|browsers?\b.*\b(?:support|work)|five-year-old|old phones?|works? on (?:a |any |every )?(?:phone|mobile|tablet)|ios|android|screen size)/i,
    "Compatibility",
  ],
  [
    /\b(?:\d+ ?ms|(?:under|within|less than|in) (?:\d+|one|two|three) (?:milli)?seconds?|latency|load (?:time|in)|responsive|fast)\b/i,
    "Performance",
  ],
  [
    /\b(?:encrypt|gdpr|privacy|personal data|password|secure|datenschutz|cloud liegen)/i,
    "Security and privacy",
  ],
  [
    /\b(?:accessib|screen reader|contrast|readable|18 px|font|large type|keyboard only|color-?blind)/i,
    "Ease of use",
  ],
  [/\b(?:offline|backup|uptime|available 24|restart|crash)\b/i, "Reliability"],
  [/\b(?:readme|documentation)\b/i, "Documentation"],
  [
    /\b(?:comments from|preprocessor|code style|html as close|unit tests?|open source|licen[cs]e)\b/i,
    "Code and structure",
  ],
];

const generalQuality = "Ease of use";

/** The quality a statement speaks about, or null when it describes what the product does. Headings decide before words. */
export const categoryOf = (section: Section, text: string): string | null => {
  if (section.path.some((title) => functional.test(title) && !/non-?functional/i.test(title))) return null;
  if (working.test(text)) return wayOfWorking;
  const fromText = byText.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const near = section.path.slice(-2).toReversed();
  const fromSection = near
    .map((title) => bySection.find(([pattern]) => pattern.test(title))?.[1])
    .find((found) => found !== undefined);
  if (fromSection === generalQuality) return fromText ?? fromSection;
  return fromSection ?? fromText;
};

/** How a quality is checked, by category. */
export const checkFor = (category: string): string =>
  checks[category] ?? "Read the finished result against the quoted sentence.";

const checks: Readonly<Record<string, string>> = {
  Documentation: "Read the document as a newcomer and do what it says.",
  Dependencies: "Look at the dependency file and install from nothing.",
  "Code and structure": "Review the file tree and the code against the quoted rule.",
  Performance: "Measure on the slowest device named, ten times, and take the worst.",
  "Security and privacy": "Try as a stranger; list what is stored and who can read it.",
  "Ease of use": "Watch somebody who has never seen it, without helping.",
  Operation: "Do it once on the real machine, with a clock and a second person.",
  Compatibility: "Open it on each named browser or device and walk through all features.",
  Reliability: "Take away the network or the power in the middle of an action.",
  [wayOfWorking]: "Confirm in the review that it was done.",
};
