import type { FaultKind } from "../../errors.ts";
import type { ModelHealth } from "../../llm/health.ts";
import type { HealthReport } from "../../main/health.ts";
import { duration } from "../../project/numbers.ts";
import type { Finding } from "./finding.ts";

/** What a kind of fault means, and what a person can do about it. */
const meanings: Readonly<Record<FaultKind, string>> = {
  rate: "it asked us to wait",
  overloaded: "it is overloaded",
  quota: "quota used up; top up, then answer `retry` in the thread",
  auth: "the key is refused; put it right with the provider and answer `retry` in the thread, or set another key and start again",
  server: "it answers with errors",
  connection: "it cannot be reached",
  timeout: "it does not answer in time",
  "bad-response": "its answers cannot be read",
  "bad-request": "it refuses our requests",
  "too-large": "it takes no requests of this size",
};

/** How the models of a bot are. `isRunning`: whether the bot that wrote the report still is. Times are this machine's. */
export const healthLines = (
  { at, process, models }: HealthReport,
  { now, isRunning }: { readonly now: number; readonly isRunning: boolean },
): readonly Finding[] => {
  const whose = isRunning
    ? `models of the running bot (process ${process}), unchanged since ${timeOf(at, now)}`
    : `models of the last run, which ended after ${timeOf(at, now)}; the next start asks all of them afresh`;
  const none = models.length === 0 ? ": none has been asked yet" : ":";
  return [{ state: "ok", text: `${whose}${none}` }, ...models.map((model) => lineOf(model, now))];
};

const lineOf = ({ name, breaker, pace, limits }: ModelHealth, now: number): Finding => {
  const isHealthy = breaker.reason === null;
  const how = isHealthy ? "healthy" : whyNot(breaker, now);
  const facts = [
    how,
    ...(isHealthy && breaker.failures > 0 ? [`${breaker.failures} in a row failed`] : []),
    `${short(pace.tokens)} of ${short(limits.tokensPerMinute)} tokens in the last minute`,
    ...(pace.running > 0 ? [`${pace.running} running`] : []),
    ...(pace.waiting > 0 ? [`${pace.waiting} waiting`] : []),
    ...(isHealthy && pace.penalisedUntil > now
      ? [`held back until ${timeOf(pace.penalisedUntil, now)}`]
      : []),
  ];
  return { state: isHealthy ? "ok" : "note", text: `  ${name}: ${facts.join(", ")}` };
};

/** The time of an open breaker may be over since the report was written. */
const whyNot = ({ state, until, reason }: ModelHealth["breaker"], now: number): string => {
  const meaning = reason === null ? "" : ` (${meanings[reason]})`;
  if (state === "half-open" || (until !== null && until <= now))
    return `tried again by the next call${meaning}`;
  return until === null
    ? `closed off until the next start${meaning}`
    : `closed off until ${timeOf(until, now)}, for ${duration(until - now)}${meaning}`;
};

/** 12_345 as `12k`. */
const short = (count: number): string => {
  if (count < 1_000) return String(Math.round(count));
  return count < 1_000_000 ? `${Math.round(count / 1_000)}k` : `${Math.round(count / 100_000) / 10}M`;
};

/** `12:03`, with the day when that is not today. */
const timeOf = (at: number, now: number): string => {
  const [day, time] = partsOf(at);
  return day === partsOf(now)[0] ? time : `${day} ${time}`;
};

const partsOf = (at: number): readonly [day: string, time: string] => {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return [
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    `${two(date.getHours())}:${two(date.getMinutes())}`,
  ];
};
