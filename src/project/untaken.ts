import { direct } from "./directions.ts";
import { order, planOf, say, stageOf, type Draft, type StepName } from "./draft.ts";
import { notice } from "./notices.ts";
import { counted } from "./numbers.ts";

/** Most changes that are named, and most characters of each; the log has the whole patch. */
const mostNamed = 10;
const mostShown = 300;

/** What a result wrote into the spec and what is not taken, because others said otherwise and that stands: people read it in the thread, and its agent on its next turn. */
export const tellUntaken = (draft: Draft, { stage }: StepName, untaken: readonly string[]): Draft => {
  if (untaken.length === 0) return draft;
  const { agent } = stageOf(draft.project, stage);
  const { title } = planOf(draft.project, stage);
  const more = untaken.length - mostNamed;
  const lines = [
    ...untaken.slice(0, mostNamed).map((line) => `- ${clipped(line)}`),
    ...(more > 0 ? [`- and ${counted(more, "more change")}`] : []),
  ].join("\n");
  const said = say(draft, {
    from: "system",
    to: agent,
    type: "conflict",
    attempt: 1,
    content: { text: `Not taken into the spec from ${title}:\n${lines}`, data: { stage } },
  });
  const told = direct(said, {
    to: agent,
    text: `Of what ${title} says, this was not taken into the spec. Keep to what stands there:\n${lines}`,
    by: "system",
  });
  const text = `Not taken into the spec from **${title}**, since something else stands there:\n${lines}`;
  return order(told, { type: "post", message: notice(text, { tone: "warning" }) });
};

const clipped = (line: string): string =>
  line.length <= mostShown ? line : `${line.slice(0, mostShown - 1)}…`;
