import type { Hands } from "./hands.ts";
import { written, type Deed, type DeedName } from "./plans.ts";
import type { Root, Told } from "./platform.ts";

interface Now {
  readonly isRunning: boolean;
  /** Messages in the thread. */
  readonly length: number;
  readonly isAway: boolean;
}

/** The things a person does besides deciding, each once. */
export const createDeeds = (hands: Hands) => {
  const left: Deed[] = [...hands.plan.deeds];
  const act = deedsOf(hands);
  return {
    /** Does what is due; false when nothing is. A project that is over is only asked. */
    next: async (root: Root, now: Now): Promise<boolean> => {
      const at = left.findIndex((deed) => isDue(deed, now));
      const [deed] = at === -1 ? [] : left.splice(at, 1);
      if (deed === undefined) return false;
      if (!now.isAway) await hands.clear();
      await act[deed.what](root);
      return true;
    },
  };
};

const asking: ReadonlySet<DeedName> = new Set(["ask", "status", "tasks", "home"]);

const isDue = ({ what, after, away }: Deed, { isRunning, length, isAway }: Now): boolean =>
  after <= length && (isRunning || asking.has(what)) && away === isAway && (!isAway || written.has(what));

const deedsOf = (hands: Hands): Readonly<Record<DeedName, (root: Root) => Promise<void>>> => {
  const { me, plan, note, see, fill } = hands;
  const brief = plan.brief.split("\n")[0]?.split(" ").at(-1) ?? "";
  let done = 0;
  /** Words that nobody said before. */
  const fresh = (): string => `${brief}-${(done += 1)}`;
  return {
    say: async (root) => {
      const words = `deployer: Keep ${fresh()} small, and say what you leave out.`;
      const told = done % 2 === 0 ? await me.mention(root, words) : await me.write(root, words);
      note({ what: "command", thread: root.id }, told);
    },
    file: async (root) => {
      const own = fresh();
      const names = done % 3 === 0 ? ["notes", "figures"] : ["notes"];
      const files = names.map((name) => ({
        name: `${name}-${own}.md`,
        text: `# ${name} of ${own}\n\nThere are ${root.id} of them.\n`,
      }));
      note({ what: "files", thread: root.id }, await me.write(root, "", files));
    },
    ask: async (root) => {
      const word = `e9${fresh().replaceAll(/\D/g, "")}`;
      const told = await me.write(root, `approve ${word}`);
      note({ what: "question", thread: root.id, word: `There is no ${word} ` }, told);
    },
    status: async () => {
      note({ what: "question", thread: null, word: "# Projects" }, [await me.status(plan.channel)]);
    },
    tasks: async (root) => {
      note({ what: "question", thread: root.id, word: "# Tasks" }, [await press(hands, root, "tasks")]);
    },
    home: async () => {
      for (const told of await me.home(plan.channel)) note({ what: "wish", thread: null }, [told]);
    },
    shortcut: async (root) => {
      const used = await me.shortcut(root);
      if (used.isAcked)
        await fill(`all: Mind the costs of ${fresh()}.`, { what: "command", thread: root.id });
    },
    pause: async (root) => {
      note({ what: "wish", thread: root.id }, [await press(hands, root, "pause")]);
      await see(async () => (await hands.sight.button(root, "resume")) !== undefined, 1_000);
    },
    rollback: async (root) => {
      const words = "rollback design because the team is smaller than we thought";
      note({ what: "wish", thread: root.id }, await me.write(root, words));
    },
  };
};

/** Clicks a button of the status card. */
const press = async ({ me, sight }: Hands, root: Root, says: string): Promise<Told | null> => {
  const button = await sight.button(root, says);
  return button === undefined ? null : await button.press(me.id);
};
