import type { Model } from "#src/ports.ts";
import { isRecord, parsed } from "../../support/json.ts";

/** A summary has at most so many characters. */
const mostCharacters = 4_000;

/** The model, with words added to the summaries of some stages: posts of one part, of several, and one that is a file. */
export const talkative = (model: Model, longer: Readonly<Record<string, string>>): Model => ({
  ...model,
  complete: async (request, signal) => {
    const response = await model.complete(request, signal);
    const answer = parsed(response.text);
    const more = longer[request.about.stage];
    if (!isRecord(answer) || typeof answer["summary"] !== "string" || more === undefined) return response;
    const summary = `${answer["summary"]}\n\n${more}`.slice(0, mostCharacters);
    return { ...response, text: JSON.stringify({ ...answer, summary }) };
  },
});
