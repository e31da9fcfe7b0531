import type { Model, ModelRequest } from "#src/ports.ts";

/**
 * A model that answers at once: the step's own document with every section the prompt asks for, about 4 kB, accepted by
 * every check, and one spec operation per produce step. The prompt templates name file and sections in lines of their own.
 */
export const instantModel: Model = {
  name: "bench",
  complete: async (request) => ({
    text: JSON.stringify(answer(request)),
    model: "bench",
    usage: { calls: 1, tokensIn: 1_000, tokensOut: 1_000, usd: null },
  }),
};

const words =
  "What this part does is said here in plain words, with enough of them that each check is content with its length. ";

const answer = ({ prompt, about }: ModelRequest) => {
  const file = lineAfter(prompt, "File");
  const sections = lineAfter(prompt, "Sections")
    .split("|")
    .map((section) => section.trim());
  const isPlan = about.step === "plan";
  return {
    summary: `${about.project}: ${about.agent} finished ${about.step} of ${about.stage}. ${words}`,
    confidence: 0.95,
    verdict: isPlan
      ? { accept: true, confidence: 0.95, reason: "It can be built on.", about: "", evidence: [] }
      : null,
    files: [{ path: file, text: documentOf(`${about.project} ${about.stage}.${about.step}`, sections) }],
    evidence: [],
    specPatch: isPlan
      ? []
      : [{ op: "add", path: `/${about.stage}`, from: null, value: JSON.stringify({ done: words }) }],
    claims: [],
    questions: [],
    followed: [],
  };
};

const documentOf = (title: string, sections: readonly string[]): string =>
  `# ${title}\n\n${sections.map((section) => `## ${section}\n\n${words.repeat(6)}\n`).join("\n")}`;

const lineAfter = (prompt: string, name: string): string => {
  const found = new RegExp(`^${name}: (.+)$`, "m").exec(prompt)?.[1];
  if (found === undefined) throw new Error(`the prompt has no line "${name}: …"`);
  return found.trim();
};
