import { createCards, type Card } from "./cards.ts";
import { createDeeds } from "./deeds.ts";
import { createHands, type Hands, type HandsOptions } from "./hands.ts";
import type { Root } from "./platform.ts";
import type { Rows } from "./rows.ts";

export interface PlayerOptions extends HandsOptions {
  readonly rows: Rows;
  readonly mayLeave: () => boolean;
}

/** A round takes much less, whatever happens in it, unless the machine has much else to do. */
const patienceMs = 420_000;
const lookEveryMs = 100;
/** A started project is expected to show within this, when the person was told that it did not work, and when it did. */
const showsMs = { failed: 6_000, worked: 40_000 };
/** What follows a click is expected to show within this; then it is looked at afresh. */
const followsMs = 4_000;

/** A person who starts a project and sees it through. */
export const createPlayer = (options: PlayerOptions) => {
  const { sight, plan, rows, mayLeave } = options;
  const hands = createHands(options);
  const { me, note, see } = hands;
  const deeds = createDeeds(hands);
  const { cards, decide } = createDecider(options, hands);
  const roots = (): readonly Root[] => sight.roots(plan.channel);

  const begin = async (): Promise<void> => {
    const did = { what: "start", thread: null } as const;
    const isForm = plan.begin === "form";
    const sent = await (isForm ? me.startForm(plan.channel) : me.start(plan.channel, plan));
    if (!isForm) note(did, [sent]);
    const took = isForm ? await hands.fill(plan.brief, did) : sent.isAcked;
    await see(() => roots().length > 0, took === true ? showsMs.worked : showsMs.failed);
  };

  /** Nothing goes on while it is paused, whoever did that. */
  const resume = async (root: Root): Promise<boolean> => {
    const button = await sight.button(root, "resume");
    if (button === undefined) return false;
    note({ what: "wish", thread: root.id }, [await button.press(me.id)]);
    await see(async () => (await sight.button(root, "resume")) === undefined, followsMs);
    return true;
  };

  const deed = async (root: Root, isAway: boolean): Promise<boolean> => {
    const isRunning = rows.get(root.project)?.status === "running";
    return await deeds.next(root, { isRunning, isAway, length: sight.length(root) });
  };

  /** True when there was something to do. */
  const act = async (): Promise<boolean> => {
    for (const root of roots()) {
      const card = await cards.open(root);
      if (card !== null) {
        await decide(card);
        return true;
      }
      if ((await resume(root)) || (await deed(root, false))) return true;
    }
    return false;
  };

  /** People write whether the bot is there or not. */
  const writeMeanwhile = async (): Promise<void> => {
    for (const root of roots()) await deed(root, true);
  };

  return {
    play: async (): Promise<void> => {
      const end = Date.now() + patienceMs;
      while (!mayLeave()) {
        options.ending.throwIfAborted();
        if (Date.now() > end) throw new Error(`${me.name}'s project does not come to its end`);
        if (!sight.isThere()) {
          await writeMeanwhile();
          await see(() => sight.isThere(), lookEveryMs);
        } else if (roots().length === 0) await begin();
        else if (!(await act())) await see(() => false, lookEveryMs);
      }
    },
  };
};

/** Now and then somebody else clicks at the same time. */
const rivalEvery = 4;

/** Answers questions: once as the plan says, and otherwise with their first choice. */
const createDecider = ({ sight, people, plan }: PlayerOptions, hands: Hands) => {
  const { me, note, see } = hands;
  const cards = createCards(sight);
  let hasStyled = false;
  let decided = 0;

  const clickersOn = (isStyled: boolean): readonly string[] => {
    decided += 1;
    const isAlone = isStyled || decided % rivalEvery !== 0;
    return isAlone ? [me.id] : [me.id, ...[...people.keys()].filter((id) => id !== me.id)];
  };

  const decide = async (card: Card): Promise<void> => {
    const styled = card.choices.find(({ means }) => means === plan.style && means !== "approve");
    const isStyled = !hasStyled && styled !== undefined;
    const chosen = isStyled ? styled : card.choices[0];
    if (chosen === undefined) return;
    await hands.clear();
    const clicks = await Promise.all(clickersOn(isStyled).map((person) => chosen.press(person)));
    const did = { what: "decision", thread: card.root.id } as const;
    if (!isStyled) for (const clicked of clicks) note(did, [clicked]);
    if (clicks[0]?.isAcked !== true) return;
    const isClosed = async (): Promise<boolean> => (await cards.open(card.root))?.message !== card.message;
    await see(async () => me.hasForm() || (await isClosed()), followsMs);
    if (me.hasForm() && (await hands.fill("Name the risks of each part.", did)) === true)
      hasStyled ||= isStyled;
    await see(isClosed, followsMs);
  };
  return { cards, decide };
};
