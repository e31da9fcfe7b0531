import { blockLines, choiceLines } from "./blocks.ts";
import { cleanAll } from "./clean.ts";
import { signsFor } from "./marks.ts";
import { bar, flow, itemSpans, progressOf, type Progress } from "./progress.ts";
import { dim, span, lineWidth, type Line, type Look } from "./style.ts";
import { isActive, titleOf, type Ask, type Thread } from "./threads.ts";
import { clipped } from "./wrap.ts";

const spinner = {
  unicode: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  ascii: ["|", "/", "-", "\\"],
} as const;

/** The thread's status as a few lines: title, bar and time; stages; facts; what else the card says. `beat` turns the spinner. */
export const cardLines = (
  thread: Thread,
  at: { readonly now: number; readonly beat: number },
  look: Look,
): Line[] => {
  const { root, ...rest } = thread;
  const safe: Thread = { ...rest, root: cleanAll(root) };
  const progress = progressOf(safe.root.message);
  const others = safe.root.message.blocks.filter(
    (block) => block.type !== "heading" && block.type !== "progress",
  );
  return [
    headLine(safe, at.now, look),
    ...(progress === undefined ? [] : stageLines(progress, at.beat, look)),
    ...others.flatMap((block) =>
      block.type === "facts"
        ? flow(
            block.facts.map(({ name, value }) => [dim(`${name} `), span(value)]),
            look.width,
          )
        : blockLines(block, look),
    ),
  ];
};

/** The oldest open question as two lines: what, and the keys that answer it. Its whole text stands above in the thread. */
export const askLines = (ask: Ask, count: number, look: Look): Line[] => {
  const signs = signsFor(look);
  const { message, choices } = cleanAll({ message: ask.message, choices: ask.choices });
  const heading = message.blocks.find((block) => block.type === "heading")?.text ?? message.fallback;
  const more = count > 1 ? [dim(`  1 of ${count}`)] : [];
  const title = span(heading.replaceAll("\n", " "), { bold: true });
  return [
    clipped(
      [span(`${signs.blocked} `, { color: "yellow", bold: true }), title, ...more],
      look.width,
      signs.more,
    ),
    ...choiceLines(choices, look),
  ];
};

/** `1:05`, or `1:01:05` from an hour on. */
const elapsed = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds)}`
    : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(seconds)}`;
};

const headLine = (thread: Thread, now: number, look: Look): Line => {
  const progress = progressOf(thread.root.message);
  const { more } = signsFor(look);
  const time = elapsed((isActive(thread) ? now : thread.changedAt) - thread.startedAt);
  const done =
    progress === undefined ? [] : [span("  "), ...bar(progress, Math.min(34, look.width - 24), look)];
  const tail = [...done, dim(`  ${time}`)];
  const title = clipped(
    [span(titleOf(thread), { bold: true })],
    Math.max(8, look.width - lineWidth(tail)),
    more,
  );
  return clipped([...title, ...tail], look.width, more);
};

const stageLines = (progress: Progress, beat: number, look: Look): Line[] => {
  const signs = look.unicode ? spinner.unicode : spinner.ascii;
  return flow(
    progress.items.map((item) => itemSpans(item, look, signs[beat % signs.length])),
    look.width,
  );
};
