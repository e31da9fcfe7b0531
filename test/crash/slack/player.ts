import type { Delivery } from "../../support/slack/deliveries.ts";
import type { Person } from "../../support/slack/person.ts";
import type { Post } from "../../support/slack/world.ts";
import { createDeeds } from "./deeds.ts";
import { createHands, type HandsOptions } from "./hands.ts";
import { isOver, type Rows } from "./rows.ts";
import {
  buttonThatSays,
  createCards,
  lengthOf,
  projectOf,
  rootsIn,
  type Card,
  type Shown,
} from "./seeing.ts";

export interface PlayerOptions extends HandsOptions {
  readonly rows: Rows;
}

/** A round takes much less, whatever happens in it. */
const patienceMs = 240_000;
const lookEveryMs = 100;
/** A started project is expected to show within this, when Slack said that it did not work, and when it did. */
const showsMs = { failed: 6_000, worked: 40_000 };
/** What follows a click is expected to show within this; then it is looked at afresh. */
const followsMs = 4_000;

/** A person who starts a project and sees it through. */
export const createPlayer = (options: PlayerOptions) => {
  const { slack, plan, rows } = options;
  const hands = createHands(options);
  const { me, note, see } = hands;
  const deeds = createDeeds(hands);
  const { cards, decide } = createDecider(options, hands);
  const threads = (): readonly Post[] => rootsIn(slack, plan.channel);

  const begin = async (): Promise<void> => {
    const did = { what: "start", thread: null } as const;
    const order = plan.everyStage ? "start --approve gates" : "start";
    const isForm = plan.begin === "form";
    const sent = await me.slash(plan.channel, isForm ? "start" : `${order} ${plan.brief}`);
    if (!isForm) note(did, [sent]);
    const took = isForm ? await hands.fill(plan.brief, did) : sent.ackMs !== null;
    await see(() => threads().length > 0, took === true ? showsMs.worked : showsMs.failed);
  };

  /** Nothing goes on while it is paused, whoever did that. */
  const resume = async (root: Post): Promise<boolean> => {
    const { blocks } = await slack.message(root.ts);
    const button = buttonThatSays(blocks, "resume");
    if (button === undefined) return false;
    note({ what: "wish", thread: root.ts }, [await me.click({ ts: root.ts, blocks }, button)]);
    await see(
      async () => buttonThatSays((await slack.message(root.ts)).blocks, "resume") === undefined,
      followsMs,
    );
    return true;
  };

  /** True when there was something to do. */
  const act = async (): Promise<boolean> => {
    for (const root of threads()) {
      const card = await cards.open(root.ts);
      if (card !== null) {
        await decide(card);
        return true;
      }
      if (await resume(root)) return true;
      const isRunning = rows.get(projectOf(root))?.status === "running";
      if (await deeds.next(root, { isRunning, length: lengthOf(slack, root.ts) })) return true;
    }
    return false;
  };

  const isDone = (): boolean => {
    const own = threads().map((root) => rows.get(projectOf(root)));
    return own.length > 0 && own.every((row) => row !== undefined && isOver(row));
  };

  return {
    play: async (): Promise<void> => {
      const end = Date.now() + patienceMs;
      while (!isDone()) {
        options.ending.throwIfAborted();
        if (Date.now() > end) throw new Error(`${me.name}'s project does not come to its end`);
        if ((await see(() => slack.connections.some(({ open }) => open), patienceMs)) === null) continue;
        if (threads().length === 0) await begin();
        else if (!(await act())) await see(() => false, lookEveryMs);
      }
    },
  };
};

/** Answers questions: once as the plan says, and otherwise with their first choice. */
const createDecider = ({ slack, people, plan }: PlayerOptions, hands: ReturnType<typeof createHands>) => {
  const { me, note, see } = hands;
  const cards = createCards(slack);
  let hasStyled = false;

  const click = async (person: Person, card: Card, chosen: Shown): Promise<Delivery | null> =>
    await person.click(
      { ts: card.message.ts, blocks: card.message.blocks },
      chosen.actionId,
      chosen.asksFirst ? { confirm: true } : {},
    );

  /** Now and then somebody else clicks at the same time. */
  const rivalsAt = ({ message }: Card): readonly Person[] =>
    message.ts.endsWith("1") ? [...people.values()].filter(({ id }) => id !== me.id) : [];

  const decide = async (card: Card): Promise<void> => {
    const styled = card.choices.find(({ choice }) => choice === plan.style && choice !== "approve");
    const isStyled = !hasStyled && styled !== undefined;
    const chosen = isStyled ? styled : card.choices[0];
    if (chosen === undefined) return;
    await hands.clear();
    const clickers = [me, ...(isStyled ? [] : rivalsAt(card))];
    const clicks = await Promise.all(clickers.map((person) => click(person, card, chosen)));
    const did = { what: "decision", thread: card.thread } as const;
    if (!isStyled) for (const clicked of clicks) note(did, [clicked]);
    if (clicks[0]?.ackMs === null) return;
    const isClosed = async (): Promise<boolean> =>
      (await cards.open(card.thread))?.message.ts !== card.message.ts;
    await see(async () => me.modal() !== null || (await isClosed()), followsMs);
    if (me.modal() !== null && (await hands.fill("Name the risks of each part.", did)) === true)
      hasStyled ||= isStyled;
    await see(isClosed, followsMs);
  };
  return { cards, decide };
};
