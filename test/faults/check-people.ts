import type { Evidence, Stop } from "./evidence.ts";
import { finder, repeated, type Finding } from "./finding.ts";
import { routeNameOf } from "./models.ts";

/** People are asked when nobody else can answer, for the right reason, in words that help; then one `retry` is enough. */
export const checkPeople = (evidence: Evidence): readonly Finding[] => {
  const { one, stops } = evidence;
  const found = finder(one);
  const mayStop = one.pattern === "alone" || one.fault.final === true;
  const [, ...more] = stops;
  return [
    ...found("unclear", one.pattern === "alone" && stops.length === 0 ? ["nobody was asked"] : []),
    ...found(
      "unclear",
      mayStop
        ? []
        : stops.map((stop) => `people were asked (${wordsOf(stop)}) although another provider works`),
    ),
    ...found("unclear", mayStop ? more.map((stop) => `retry was not enough: ${wordsOf(stop)}`) : []),
    ...found(
      "unclear",
      stops.flatMap((stop) => problemsOf(stop, evidence)),
    ),
    ...found(
      "doubled",
      repeated(switchesTold(evidence)).map((text) => `was told twice: ${text}`),
    ),
  ];
};

const wordsOf = ({ escalation }: Stop): string =>
  `${escalation.kind}: ${escalation.title}. ${escalation.context}`;

const problemsOf = ({ escalation, posted }: Stop, { one, row }: Evidence): readonly string[] => {
  const { kind, context, choices } = escalation;
  const { asks, slow = false } = one.fault;
  const kinds = slow ? [asks, "timeout"] : [asks];
  return [
    ...(kinds.includes(kind) ? [] : [`it is asked about as ${kind}, not as ${kinds.join(" or ")}`]),
    ...(posted ? [] : ["its card is not in the thread"]),
    ...(choices.some(({ id }) => id === "retry") ? [] : ["retry is no choice"]),
    ...(row.escalations.some(({ id, decision }) => id === escalation.id && decision?.choice === "retry")
      ? []
      : [`${escalation.id} was not decided by retry`]),
    ...(kind !== "outage" || context.includes(routeNameOf(one.wire))
      ? []
      : [`who failed is not said: ${context}`]),
    ...(context.includes("\n") ? [`it has more than one line: ${context}`] : []),
  ];
};

const switchesTold = ({ said }: Evidence): readonly string[] =>
  said
    .map(({ messages }) => messages.at(-1)?.fallback ?? "")
    .filter((text) => text.includes("took over"))
    // The reason may differ from one time to the next.
    .map((text) => text.replace(/\(.*?\)/, ""));
