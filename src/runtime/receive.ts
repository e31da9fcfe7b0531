import { BotArmyError } from "../errors.ts";
import type { Inbound, Receive, Reply } from "../ports.ts";
import { notice } from "../project/notices.ts";
import { takeDecision } from "./decisions.ts";
import { readForm } from "./filled-forms.ts";
import { sayForm } from "./forms/say-form.ts";
import type { Parts } from "./parts.ts";
import { createReception, type Reception } from "./reception.ts";
import { projectIn, sayWords } from "./said-words.ts";
import type { Turns } from "./turns.ts";
import { homeView } from "./views/home-view.ts";

/**
 * Handles what a person did. It resolves when everything is saved, with a message or a form for the sender alone; a mistake of the
 * sender is such a message too. Faults of our own are thrown: then the platform must not be told that it arrived.
 */
export const createReceive = (parts: Parts, turns: Turns): Receive => {
  const reception = createReception(parts, turns);
  return async (inbound) => {
    try {
      return await handle(reception, inbound);
    } catch (error) {
      if (!(error instanceof BotArmyError)) throw error;
      parts.log.info({ inbound: inbound.id, code: error.code }, "refused");
      return notice(error.message, { tone: "bad" });
    }
  };
};

const handle = async (reception: Reception, inbound: Inbound): Promise<Reply | null> => {
  const { event } = inbound;
  switch (event.type) {
    case "slash":
      return await sayWords(reception, inbound, { text: event.text, brief: event.brief });
    case "message":
      return await sayWords(reception, inbound, { text: event.text, brief: null });
    case "button":
      return await sayWords(reception, inbound, { text: event.says, brief: null, about: event.project });
    case "decision":
      return await takeDecision(reception, inbound, event);
    case "form":
      return await readForm(reception, inbound, event);
    case "shortcut": {
      const project = await projectIn(reception.parts, inbound, null);
      return project === undefined
        ? notice("No project is talked about here.", { tone: "warning" })
        : sayForm(project);
    }
    case "home":
      return await homeView(reception.parts, inbound);
  }
};
