import { BotArmyError } from "../errors.ts";
import type { Inbound } from "../ports.ts";
import type { LedgerLine } from "../ports/ledger.ts";
import { dollars, tokensOf } from "../project/budget.ts";
import { nameOf, planOf } from "../project/draft.ts";
import { openEscalations } from "../project/escalations.ts";
import type { Block, Message } from "../project/message.ts";
import { counted, duration, percent } from "../project/numbers.ts";
import type { Project } from "../project/project.ts";
import { specAt } from "../project/spec.ts";
import { agentState, headline, progress, statusCard } from "../project/status-card.ts";
import type { Intent } from "./grammar.ts";
import { helpText } from "./help.ts";
import type { Parts } from "./parts.ts";

type Wanted = Extract<Intent, { type: "view" }>;

/** A page about one project, for the person who asked. Throws BotArmyError when the argument names nothing. */
export const projectView = async (parts: Parts, project: Project, wanted: Wanted): Promise<Message> => {
  switch (wanted.view) {
    case "status":
      return { ...statusCard(project, parts.clock.now()), kind: "view" };
    case "queue":
      return view("Open decisions", queueBlocks([project]));
    case "artifacts":
      return await artifactsView(parts, project, wanted.argument);
    case "spec":
      return specView(project, wanted.argument);
    case "tasks":
      return view("Tasks", [tasksTable(project)]);
    case "agents":
      return view("Agents", [agentsTable(project)]);
    case "costs":
      return view("Costs", [costsTable(project), ...ledgerBlocks(await parts.ledger.list(project.id))]);
    case "logs":
      return await logsView(parts, project, wanted.argument);
    case "projects":
    case "help":
      return view("What I understand", [{ type: "prose", text: helpText }]);
  }
};

/** A page about everything in the channel. */
export const channelView = async (parts: Parts, inbound: Inbound, wanted: Wanted): Promise<Message> => {
  if (wanted.view === "help") return view("What I understand", [{ type: "prose", text: helpText }]);
  const projects = await projectsIn(parts, inbound);
  if (wanted.view === "queue") return view("Open decisions", queueBlocks(projects));
  if (wanted.view === "status" || wanted.view === "projects")
    return view("Projects", [projectsTable(projects)]);
  throw new BotArmyError(
    "view-needs-project",
    `\`${wanted.view}\` is about one project: say it in the project's thread`,
  );
};

/** Newest projects shown in a list; the rest is counted. */
const mostListed = 50;

const projectsIn = async (parts: Parts, inbound: Inbound): Promise<readonly Project[]> => {
  const ids = (await parts.store.ids()).slice(0, mostListed);
  const projects = await Promise.all(ids.map((id) => parts.store.load(id)));
  return projects
    .filter((one) => one !== undefined)
    .filter((one) => one.chat.name === inbound.chat && one.chat.channel === inbound.channel);
};

const view = (heading: string, blocks: readonly Block[]): Message => ({
  kind: "view",
  tone: "neutral",
  from: null,
  blocks: [{ type: "heading", text: heading }, ...blocks],
  mentions: [],
  fallback: heading,
});

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): Block =>
  rows.length === 0
    ? { type: "prose", text: "Nothing here." }
    : { type: "table", columns: [...columns], rows: rows.map((row) => [...row]) };

const queueBlocks = (projects: readonly Project[]): readonly Block[] => {
  const open = projects.flatMap((project) =>
    openEscalations(project.escalations).map((one) => ({ project, one })),
  );
  const rows = open.map(({ project, one }) => [
    one.id,
    one.priority,
    project.title,
    one.title,
    one.choices.map((choice) => choice.id).join(", "),
  ]);
  return [table(["id", "priority", "project", "question", "choices"], rows)];
};

const projectsTable = (projects: readonly Project[]): Block =>
  table(
    ["project", "title", "steps", "now"],
    projects.map((project) => [
      project.id,
      project.title,
      `${progress(project).done}/${progress(project).total}`,
      headline(project),
    ]),
  );

const tasksTable = (project: Project): Block =>
  table(
    ["step", "agent", "state", "attempt", "time", "confidence", "quality"],
    project.stages.flatMap((stage) =>
      (["plan", "produce"] as const).map((kind) => {
        const step = stage[kind];
        const time =
          step.startedAt === null || step.doneAt === null ? "" : duration(step.doneAt - step.startedAt);
        const marks =
          step.result === null ? ["", ""] : [percent(step.result.confidence), percent(step.result.quality)];
        return [
          planOf(project, stage.id)[kind].file,
          nameOf(project, stage.agent),
          step.state,
          String(step.attempt),
          time,
          ...marks,
        ];
      }),
    ),
  );

const agentsTable = (project: Project): Block =>
  table(
    ["agent", "stage", "state"],
    project.stages.map((stage) => [
      nameOf(project, stage.agent),
      planOf(project, stage.id).title,
      agentState(stage),
    ]),
  );

const costsTable = (project: Project): Block => {
  const rows = project.stages.map((stage) => {
    const usages = [stage.plan.result, stage.produce.result]
      .filter((result) => result !== null)
      .map((result) => result.usage);
    return [nameOf(project, stage.agent), String(usages.reduce((sum, usage) => sum + tokensOf(usage), 0))];
  });
  const total = ["all, with repeated attempts", String(tokensOf(project.usage))];
  return table(["agent", "tokens"], [...rows, total]);
};

/** Most lines of the ledger on one page; the newest are shown. */
const mostLines = 100;

/** Every attempt of a paid call; nothing for the scripted demo, which costs nothing. */
const ledgerBlocks = (lines: readonly LedgerLine[]): readonly Block[] => {
  const ended = lines.filter(({ outcome }) => outcome !== "begun");
  if (ended.length === 0) return [];
  const rows = ended
    .slice(-mostLines)
    .map((line) => [
      `${line.stage}.${line.step} ${line.attempt}`,
      `${line.provider}/${line.model}`,
      `${line.tokensIn} (${line.tokensCached} cached)`,
      String(line.tokensOut),
      `${dollars(line.usd)}${line.known ? "" : " ?"}`,
      duration(line.ms),
      line.outcome,
    ]);
  const cut =
    ended.length > mostLines
      ? [{ type: "context" as const, text: `The newest ${mostLines} of ${ended.length} attempts.` }]
      : [];
  return [table(["step", "model", "tokens in", "out", "cost", "time", "outcome"], rows), ...cut];
};

const artifactsView = async (parts: Parts, project: Project, path: string): Promise<Message> => {
  if (path !== "") {
    const text = await parts.artifacts.read(project.id, path);
    return view(
      path,
      pieces(text).map((piece) => ({ type: "prose", text: piece })),
    );
  }
  const rows = project.artifacts
    .toSorted((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.path.localeCompare(b.path))
    .map((one) => [
      one.path,
      `v${one.version}`,
      nameOf(project, one.agent),
      String(one.body.bytes),
      one.superseded ? "superseded" : "",
    ]);
  return view(counted(rows.length, "artifact"), [table(["file", "version", "agent", "bytes", ""], rows)]);
};

/** Most characters of one block, as the message's schema has it. */
const blockLimit = 20_000;

/** A long text in pieces that fit a block, cut at line ends where there are any. */
const pieces = (text: string): readonly string[] => {
  if (text.length <= blockLimit) return [text];
  const lineEnd = text.lastIndexOf("\n", blockLimit - 1) + 1;
  const cut = lineEnd === 0 ? blockLimit : lineEnd;
  return [text.slice(0, cut), ...pieces(text.slice(cut))];
};

const order = ["requirements", "design", "development", "testing", "deployment", "maintenance"];

const specView = (project: Project, argument: string): Message => {
  const version = argument === "" ? project.spec.version : Number(argument.replace(/^v/i, ""));
  const document = specAt(project.spec, version);
  if (document === undefined) {
    throw new BotArmyError(
      "spec-version",
      `the spec has versions 0 to ${project.spec.version}; there is no \`${argument}\``,
    );
  }
  return view(
    `Spec, version ${version}`,
    pieces(JSON.stringify(document, null, 2)).map((text) => ({ type: "code", language: "json", text })),
  );
};

const logsView = async (parts: Parts, project: Project, argument: string): Promise<Message> => {
  const agent = project.team.find((member) => member.id === argument.trim().toLowerCase())?.id;
  if (agent === undefined && argument !== "") {
    throw new BotArmyError(
      "agent-unknown",
      `there is no agent \`${argument}\`; the team is ${project.team.map((member) => `\`${member.id}\``).join(", ")}`,
    );
  }
  const { envelopes } = await parts.history.page(project.id, {
    limit: 20,
    ...(agent === undefined ? {} : { agent }),
  });
  // What stands above the row's version was written but never committed.
  const rows = envelopes
    .filter((one) => one.version <= project.version)
    .toReversed()
    .map((one) => [
      clock(one.at),
      one.from,
      one.to ?? "all",
      one.type,
      (one.content.text.split("\n")[0] ?? "").slice(0, 100),
    ]);
  return view("Newest messages", [table(["time", "from", "to", "type", "text"], rows)]);
};

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
