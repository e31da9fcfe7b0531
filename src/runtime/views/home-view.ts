import type { Inbound } from "../../ports.ts";
import { mayDecide } from "../../project/access.ts";
import { dollars, tokensOf } from "../../project/budget.ts";
import { openEscalations } from "../../project/escalations.ts";
import type { Block, Message } from "../../project/message.ts";
import { counted, duration } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import { headline, progress } from "../../project/status-card.ts";
import type { Parts } from "../parts.ts";
import { loadAllReadable } from "../readable.ts";
import { threadLink } from "./thread-link.ts";
import { notLookedAt, view } from "./view.ts";

/** Most projects and most decisions shown; the rest is counted. */
const mostShown = 15;

/** What concerns one person on one chat: the decisions that wait for them, their projects, and what they cost. */
export const homeView = async (parts: Parts, inbound: Inbound): Promise<Message> => {
  const ids = await parts.store.ids();
  const all = await loadAllReadable(parts, ids.slice(0, mostRead));
  const projects = all.filter(({ chat }) => chat.name === inbound.chat);
  const mine = projects.filter(({ startedBy }) => startedBy.id === inbound.by.id);
  return view("BotArmy", [
    { type: "heading", text: "Waiting for you" },
    ...decisions(
      parts,
      projects.filter((project) => mayDecide(project, inbound.by)),
    ),
    { type: "heading", text: "Your projects" },
    ...projectBlocks(parts, mine),
    { type: "divider" },
    { type: "context", text: spendLine(mine) },
    ...notLookedAt(ids, mostRead),
    {
      type: "buttons",
      project: null,
      buttons: [{ label: "Help", says: "help", intent: "neutral", confirm: null }],
    },
  ]);
};

/** Newest projects that are looked at: each row is read whole. */
const mostRead = 200;

const decisions = (parts: Parts, projects: readonly Project[]): readonly Block[] => {
  const open = projects.flatMap((project) =>
    openEscalations(project.escalations).map((one) => ({ project, one })),
  );
  if (open.length === 0) return [{ type: "prose", text: "No decision waits for you." }];
  const shown = open.slice(0, mostShown).flatMap(({ project, one }): readonly Block[] => [
    {
      type: "prose",
      text: `**${project.title}** · ${one.title}\n${one.id} · ${one.priority} · asked ${duration(parts.clock.now() - one.raisedAt)} ago${linked(parts, project)}`,
    },
    { type: "actions", escalation: one.id, rev: one.rev, choices: one.choices, project: project.id },
  ]);
  return [...shown, ...more(open.length, "decision")];
};

const projectBlocks = (parts: Parts, projects: readonly Project[]): readonly Block[] => {
  if (projects.length === 0)
    return [
      {
        type: "prose",
        text: "You have not started a project yet. `/botarmy start` in a channel starts one there.",
      },
    ];
  const shown = projects.slice(0, mostShown).map((project): Block => {
    const { done, total } = progress(project);
    return {
      type: "prose",
      text: `**${project.title}** · ${done}/${total} steps · ${headline(project)}${linked(parts, project)}`,
    };
  });
  return [...shown, ...more(projects.length, "project")];
};

const more = (count: number, noun: string): readonly Block[] =>
  count <= mostShown ? [] : [{ type: "context", text: `And ${counted(count - mostShown, `more ${noun}`)}.` }];

const linked = (parts: Parts, project: Project): string => {
  const link = threadLink(parts, project);
  return link === null ? "" : ` · [open the thread](${link})`;
};

const spendLine = (projects: readonly Project[]): string => {
  const tokens = projects.reduce((sum, { usage }) => sum + tokensOf(usage), 0);
  const usd = projects.reduce((sum, { usage }) => sum + (usage.usd ?? 0), 0);
  return `Your projects used ${tokens} tokens${usd === 0 ? "" : `, ${dollars(usd)}`}.`;
};
