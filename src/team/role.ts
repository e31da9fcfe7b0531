import { z } from "zod";
import { BotArmyError } from "../errors.ts";
import { Slug } from "../project/words.ts";
import { AgentCard } from "../project/workflow.ts";
import { Duration, lineOf, TokenLimit } from "./fields.ts";
import { readFrontMatter } from "./front-matter.ts";
import { quote } from "./names.ts";
import { readAs } from "./schema.ts";
import { nameOf, type SourceText } from "./source.ts";

/** An agent as data: what others may know of it, who it is, and what one of its steps may cost. */
export const Role = AgentCard.extend({
  /** The Markdown below the front matter: the agent's own part of every prompt. */
  persona: z.string().min(1).max(20_000),
  /** The model it asks for; null leaves the choice to the configuration. */
  model: z.strictObject({ provider: z.string().nullable(), name: z.string().nullable() }),
  /** Most tokens of one step, in and out together, when the workflow does not say. */
  maxTokens: TokenLimit,
  /** Time for one attempt of a step, when the workflow does not say. */
  timeoutMs: z.number().int().positive(),
});
export type Role = z.infer<typeof Role>;

/** The front matter of a role file. The agent's id is the file's name. */
const RoleSettings = z.strictObject({
  name: lineOf(60),
  badge: z.string().refine(isBadge, "use one emoji, or one or two letters"),
  description: lineOf(300),
  capabilities: z.array(lineOf(60)).min(1).max(20),
  model: z.strictObject({ provider: lineOf(60).optional(), name: lineOf(120).optional() }).optional(),
  maxTokens: TokenLimit.default(40_000),
  timeout: Duration.default(300_000),
});

/** Who else speaks in a thread or is spoken to, and the words people decide and answer with: `modify: …`, `all: …` and `q1: …` must never mean an agent. */
const reservedIds = /^(?:system|person|brief|all|approve|reject|modify|q[1-9]\d?)$/;

/** Reads `agents/{id}.md`: settings between two `---` lines, then the persona in Markdown. Throws BotArmyError `role-invalid` with line and column. */
export function parseRole(file: SourceText): Role {
  const id = idOf(file);
  const { yaml, body, bodyLine } = readFrontMatter(file);
  const { model, timeout, ...settings } = readAs(RoleSettings, yaml);
  return {
    id,
    ...settings,
    persona: personaOf(body, `${file.path}:${bodyLine}:1`),
    model: { provider: model?.provider ?? null, name: model?.name ?? null },
    timeoutMs: timeout,
  };
}

function idOf(file: SourceText): string {
  const id = nameOf(file);
  if (!Slug.safeParse(id).success) {
    throw new BotArmyError(
      "role-invalid",
      `${file.path}:1:1 the file's name is the agent's id, and ${quote(id)} cannot be one; use up to 40 lower-case letters, digits and single hyphens`,
    );
  }
  if (reservedIds.test(id)) {
    throw new BotArmyError(
      "role-invalid",
      `${file.path}:1:1 an agent cannot be called ${quote(id)}, which means something else in a thread; rename the file`,
    );
  }
  return id;
}

function personaOf(body: string, place: string): string {
  const persona = body.trim();
  if (persona === "")
    throw new BotArmyError(
      "role-invalid",
      `${place} there is no text below the settings; say who the agent is`,
    );
  if (persona.length <= 20_000) return persona;
  throw new BotArmyError(
    "role-invalid",
    `${place} the text has ${persona.length} characters; keep at most 20000`,
  );
}

function isBadge(text: string): boolean {
  return text.length <= 8 && /^([A-Za-z]{1,2}|\p{RGI_Emoji}|\p{Extended_Pictographic})$/v.test(text);
}
