import type { Model } from "#src/ports.ts";
import { isRecord, parsed } from "../../support/slack/json.ts";

/** Signs in many styles: no words that anybody judges, and in Slack's blocks they take more than ten times as much. */
const styled = (signs: number): string => "**+**`-` ".repeat(signs);

/** How much a stage's summary is longer than it was: posts of one part, of several, and one that is a file. */
const longer: Readonly<Record<string, number>> = { analyze: 190, build: 110, launch: 430 };

/** The model, with summaries so long that their posts take several parts in Slack. */
export const talkative = (model: Model): Model => ({
  ...model,
  complete: async (request, signal) => {
    const response = await model.complete(request, signal);
    const answer = parsed(response.text);
    const signs = longer[request.about.stage] ?? 0;
    if (!isRecord(answer) || typeof answer["summary"] !== "string" || signs === 0) return response;
    const summary = `${answer["summary"]}\n\n${styled(signs)}`.slice(0, 4_000);
    return { ...response, text: JSON.stringify({ ...answer, summary }) };
  },
});
