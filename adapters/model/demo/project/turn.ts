import { z } from "zod";
import type { ModelRequest, PromptDocument } from "#src/ports.ts";
import { directionsIn, promptLines, voicesIn, type Voice } from "./voices.ts";

/** One request, read: who writes which file with which sections, from what. */
export interface Turn {
  readonly agent: string;
  readonly stage: string;
  readonly step: "plan" | "produce";
  readonly attempt: number;
  /** Path of the document to write. */
  readonly file: string;
  /** Its sections; empty when the prompt names none. */
  readonly sections: readonly string[];
  /** Kind of the structure that is asked for; empty when none is. */
  readonly structure: string;
  readonly voices: readonly Voice[];
  /** Every direction of the prompt, in its order, also those that say the same. */
  readonly directions: readonly Voice[];
  /** Ids of earlier stages, by kind: `requirements`, `components`, `tasks`; empty for kinds that the prompt does not name. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  readonly brief: PromptDocument;
  /** What was written before: every given document besides the brief, the spec, evidence and an earlier version of this file. */
  readonly upstream: readonly PromptDocument[];
  /** The spec as far as it was given; empty when it was not. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Was something handed over that this step has to judge, be it another agent's result or the brief? */
  readonly handedOver: boolean;
}

/** Reads the lines which every prompt has: `File:`, `Sections:`, `Structure:` and `Known …:` where there is one, and when there are any `Direction:`, `Objection:`, `Decision:`, `Answer:`. */
export const readTurn = (request: ModelRequest): Turn => {
  const { about, documents, prompt } = request;
  const file = promptLines(prompt, "File")[0] ?? `${about.stage}/${about.step}.md`;
  const brief = briefAmong(documents);
  const upstream = documents.filter(
    (document) =>
      document !== brief &&
      document.name !== file &&
      document.name !== specName &&
      !document.name.startsWith("#"),
  );
  return {
    agent: about.agent,
    stage: about.stage,
    step: about.step === "plan" ? "plan" : "produce",
    attempt: about.attempt,
    file,
    sections: (promptLines(prompt, "Sections")[0] ?? "")
      .split("|")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    structure: promptLines(prompt, "Structure")[0] ?? "",
    voices: voicesIn(prompt),
    directions: directionsIn(prompt),
    known: knownIn(prompt),
    brief,
    upstream,
    spec: specIn(documents.find((document) => document.name === specName)?.text),
    handedOver:
      about.step === "plan" && (upstream.length > 0 || /^(?:Handed to you: |First judge )/m.test(prompt)),
  };
};

const kinds = ["requirements", "components", "tasks", "work items"];

const knownIn = (prompt: string): Turn["known"] =>
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      promptLines(prompt, `Known ${kind}`).flatMap((line) =>
        [...line.matchAll(/(?:^|; )([A-Z]{1,6}-\d{1,4}) /g)].map((match) => match[1] ?? ""),
      ),
    ]),
  );

const specName = "spec.json";

const briefAmong = (documents: readonly PromptDocument[]): PromptDocument =>
  documents.find((document) => document.name === "requirements/project_brief.md") ??
  documents.find((document) => /brief[^/]*$/i.test(document.name)) ??
  documents.find((document) => document.name !== specName) ?? {
    name: "requirements/project_brief.md",
    text: "",
  };

const Spec = z.record(z.string(), z.unknown());

const specIn = (text: string | undefined): Turn["spec"] => {
  try {
    return Spec.safeParse(JSON.parse(text ?? "{}")).data ?? {};
  } catch {
    // A spec that was cut short is treated as unknown: `add` then works for every key.
    return {};
  }
};
