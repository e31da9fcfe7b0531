import type { Model, ModelRequest } from "../ports.ts";

/** Milliseconds between two drafts of one call: people are shown no more of them. */
const pauseMs = 250;

/**
 * A model that does not tell every piece of a draft: whoever works on the whole text so far, as the scrubber does, would take
 * time in proportion to the square of its length. `now`: milliseconds since 1970.
 */
export const withRareDrafts = (model: Model, now: () => number): Model => ({
  ...model,
  complete: (request, signal) => model.complete({ ...request, ...rarely(request, now) }, signal),
});

const rarely = ({ onText }: ModelRequest, now: () => number): Pick<ModelRequest, "onText"> => {
  if (onText === undefined) return {};
  let next = 0;
  return {
    onText: (text) => {
      const at = now();
      if (at < next) return;
      next = at + pauseMs;
      onText(text);
    },
  };
};
