import type { ArtifactInfo, ArtifactWrite } from "#src/ports/artifacts.ts";

const titleLimit = 200;

/** The message of a commit: the title, an empty line, then trailers, one `File:` for each version it made. Everything is put on one line, so a title cannot forge a trailer. */
export function commitMessage(
  project: string,
  write: ArtifactWrite,
  written: readonly ArtifactInfo[],
): string {
  const trailers = [
    `Project: ${project}`,
    `Step: ${oneLine(write.step)}`,
    `Agent: ${oneLine(write.agent.id)}`,
    `Effect: ${oneLine(write.effect)}`,
    ...written.map((info) => `File: ${info.id}`),
  ];
  const title = oneLine(write.title).slice(0, titleLimit) || "Write files";
  return `${title}\n\n${trailers.join("\n")}\n`;
}

/** What a commit message says. All but `title` is empty for a commit that a person made. */
export interface CommitNotes {
  readonly title: string;
  readonly agent: string;
  readonly effect: string;
  /** Ids of the versions it made, `{path}@{version}`. */
  readonly files: readonly string[];
}

/** Reads a commit message. Only its last paragraph can hold trailers. */
export function parseMessage(message: string): CommitNotes {
  const paragraphs = message.trimEnd().split("\n\n");
  const [title = ""] = message.split("\n", 1);
  const trailers = paragraphs.length > 1 ? (paragraphs.at(-1) ?? "").split("\n") : [];
  const values = (key: string) =>
    trailers.filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2));
  return { title, agent: values("Agent")[0] ?? "", effect: values("Effect")[0] ?? "", files: values("File") };
}

/** The author line's name and address: git takes no angle brackets, and no empty name. */
export function signature(agent: { readonly id: string; readonly name: string }): {
  name: string;
  email: string;
} {
  const mailbox =
    agent.id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "unknown";
  return {
    name: oneLine(agent.name.replaceAll(/[<>]/g, "")) || mailbox,
    email: `${mailbox}@botarmy.invalid`,
  };
}

/** Text on one line, with single spaces. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .toWellFormed();
}
