import type { Model, ModelRequest } from "../ports.ts";
import type { Scrub } from "../secrets.ts";

/** A model that is never told a secret and never passes one on: keys in prompts and answers become `[secret]`. */
export const guardedModel = (model: Model, scrub: Scrub): Model => ({
  ...model,
  complete: async (request, signal) => {
    const response = await model.complete(scrubbed(request, scrub), signal);
    return { ...response, text: scrub(response.text) };
  },
});

const scrubbed = (request: ModelRequest, scrub: Scrub): ModelRequest => ({
  ...request,
  system: scrub(request.system),
  prompt: scrub(request.prompt),
  ...onTextOf(request, scrub),
  documents: request.documents.map(({ name, text }) => ({ name: scrub(name), text: scrub(text) })),
});

const onTextOf = ({ onText }: ModelRequest, scrub: Scrub): Pick<ModelRequest, "onText"> =>
  onText === undefined ? {} : { onText: (text) => onText(scrub(text)) };
