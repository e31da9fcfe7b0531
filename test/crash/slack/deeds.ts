import type { Post } from "../../support/slack/world.ts";
import { saidIn } from "./did.ts";
import type { Hands } from "./hands.ts";
import type { Deed, DeedName } from "./plans.ts";
import { buttonThatSays } from "./seeing.ts";

/** The things a person does besides deciding, each once. */
export const createDeeds = (hands: Hands) => {
  const left: Deed[] = [...hands.plan.deeds];
  const act = deedsOf(hands);
  return {
    /** Does what is due when so many messages are in the thread; false when nothing is. A project that is over is only asked. */
    next: async (
      root: Post,
      now: { readonly isRunning: boolean; readonly length: number },
    ): Promise<boolean> => {
      const at = left.findIndex(
        ({ what, after }) => after <= now.length && (now.isRunning || asking.has(what)),
      );
      const [deed] = at === -1 ? [] : left.splice(at, 1);
      if (deed === undefined) return false;
      await hands.clear();
      await act[deed.what](root);
      return true;
    },
  };
};

const asking: ReadonlySet<DeedName> = new Set(["ask", "status", "tasks", "home"]);

const deedsOf = ({
  me,
  plan,
  slack,
  note,
  see,
  fill,
}: Hands): Readonly<Record<DeedName, (root: Post) => Promise<void>>> => {
  const spotOf = ({ channel, ts }: Post) => ({ channel, thread: ts });
  const brief = plan.brief.split("\n")[0]?.split(" ").at(-1) ?? "";
  let done = 0;
  /** Words that nobody said before. */
  const fresh = (): string => `${brief}-${(done += 1)}`;

  /** Clicks a button of the status card until Slack says that it worked. */
  const clickOn = async (root: Post, says: string) => {
    const { blocks } = await slack.message(root.ts);
    const button = buttonThatSays(blocks, says);
    return button === undefined ? null : await me.click({ ts: root.ts, blocks }, button);
  };
  return {
    say: async (root) => {
      const own = fresh();
      const words = `deployer: Keep ${own} small, and say what you leave out.`;
      const isMention = Number(own.at(-1)) % 2 === 0;
      const written = isMention ? await me.mention(spotOf(root), words) : await me.write(spotOf(root), words);
      note({ what: "command", thread: root.ts }, saidIn(written));
    },
    file: async (root) => {
      const own = fresh();
      const files = ["notes", "figures"].slice(0, 1 + (root.ts.endsWith("2") ? 1 : 0)).map((name) => ({
        name: `${name}-${own}.md`,
        text: `# ${name} of ${own}\n\nThere are ${root.ts} of them.\n`,
      }));
      note({ what: "files", thread: root.ts }, saidIn(await me.write(spotOf(root), "", files)));
    },
    ask: async (root) => {
      const word = `e9${fresh().replaceAll(/\D/g, "")}`;
      const written = await me.write(spotOf(root), `approve ${word}`);
      note({ what: "question", thread: root.ts, word: `There is no ${word} ` }, saidIn(written));
    },
    status: async () => {
      note({ what: "question", thread: null, word: "# Projects" }, [await me.slash(plan.channel, "status")]);
    },
    tasks: async (root) => {
      note({ what: "question", thread: root.ts, word: "# Tasks" }, [await clickOn(root, "tasks")]);
    },
    home: async () => {
      await me.openHome();
    },
    shortcut: async (root) => {
      const used = await me.shortcut(root.ts);
      if (used.ackMs !== null)
        await fill(`all: Mind the costs of ${fresh()}.`, { what: "command", thread: root.ts });
    },
    pause: async (root) => {
      note({ what: "wish", thread: root.ts }, [await clickOn(root, "pause")]);
      await see(
        async () => buttonThatSays((await slack.message(root.ts)).blocks, "resume") !== undefined,
        1_000,
      );
    },
    rollback: async (root) => {
      const words = "rollback design because the team is smaller than we thought";
      note({ what: "wish", thread: root.ts }, saidIn(await me.write(spotOf(root), words)));
    },
  };
};
