import { readClick, type ClickedComponent } from "#adapters/chat/discord/ids.ts";
import { interactiveIn } from "../../support/discord/components.ts";
import type { Interaction } from "../../support/discord/interactions.ts";
import type { Person } from "../../support/discord/person.ts";
import { string, type Json } from "../../support/json.ts";
import type { Told } from "../chat/platform.ts";
import { toldOf } from "./told.ts";

/** A message as somebody saw it. */
export interface Shown {
  readonly id: string;
  readonly components: readonly Json[];
}

/** Clicks what was seen in a message. What asks back is kept nowhere before it is clicked once more, in a message of its own. */
export const createPress =
  (personOf: (id: string) => Person | undefined) =>
  async (person: string, message: Shown, clicked: ClickedComponent): Promise<Told | null> => {
    const me = personOf(person);
    if (me === undefined) throw new Error(`there is no ${person}`);
    const { custom_id: id, values } = clicked;
    const done = await (values === undefined ? me.click(message, id) : me.choose(message, id, values));
    if (readClick(clicked)?.asks === null) return toldOf(done);
    const question = answerTo(me, done);
    const yes = interactiveIn(question?.components ?? [])[0];
    return question === undefined || yes === undefined
      ? null
      : toldOf(await me.click(question, string(yes["custom_id"])));
  };

/** What somebody alone was told for something that they did. */
export const answerTo = (me: Person, { id }: Interaction): Shown | undefined =>
  me.ephemerals().find(({ message }) => message.interaction === id);
