/** What a person or another agent said that a turn has to heed. */
export interface Voice {
  /** A `direction` is about the product, a `remark` about how the document is written. */
  readonly kind: "direction" | "remark" | "objection" | "decision" | "answer";
  readonly words: string;
}

const labels: Readonly<Record<string, Voice["kind"]>> = {
  Direction: "direction",
  Objection: "objection",
  Decision: "decision",
  Answer: "answer",
};

const aboutDocument =
  /\b(?:this stage|the (?:document|plan|text|section)|more concrete|more detail(?:ed)?|be more|shorter|once again|start again|describe|explain|summari[sz]e|spell out|wording|(?:name|list|state) the|risks?)\b/i;

/** What people said of a document as such: no decision about the product, and their words come as a direction. */
const atGate = /^[^:]+: \S+\.md: (?:Approve|Accept as it is|Modify|Reject)\b/;

/** Why something is done again. */
const again = /^(?:Rolled back to |Round \d+ of at most )/;

const labelled = /^\s*(?:[-*] )?(Direction|Objection|Decision|Answer): *(\S.*)$/;

interface Labelled {
  readonly label: string;
  words: string;
}

/** The voices of a prompt, in its order, each once. A text may go on over lines until an empty one, a tag or a list item. */
export const voicesIn = (prompt: string): readonly Voice[] => {
  const voices = labelledIn(prompt)
    .map(read)
    .filter((one) => !(one.kind === "decision" && atGate.test(one.words)));
  return [...new Map(voices.map((one) => [`${one.kind}:${one.words}`, one])).values()];
};

/** What stands in the prompt as a direction, whatever it is about: each wants to be acknowledged. */
export const directionsIn = (prompt: string): readonly Voice[] =>
  labelledIn(prompt)
    .filter(({ label }) => label === "Direction")
    .map(read);

const labelledIn = (prompt: string): readonly Labelled[] => {
  const found: Labelled[] = [];
  let open = false;
  for (const line of prompt.split("\n")) {
    const last: Labelled | undefined = open ? found.at(-1) : undefined;
    const [, label, words = ""] = labelled.exec(line) ?? [];
    open = label !== undefined || (last !== undefined && /^\s*[^\s<*-]/.test(line));
    if (label === "Answer" && last?.words.startsWith("Question: ") === true) last.words += `\n${line}`;
    else if (label !== undefined) found.push({ label, words });
    else if (last !== undefined && open) last.words += ` ${line.trim()}`;
  }
  return found;
};

const read = ({ label, words }: Labelled): Voice =>
  voice(labels[label] ?? "direction", words.replaceAll("&lt;", "<").trim());

// An answer, and what people decided between two agents, reach an agent as directions that say so.
const voice = (kind: Voice["kind"], words: string): Voice => {
  const answer = /^Question: ([^\n]+)\nAnswer: (.+)$/.exec(words);
  if (answer !== null) return { kind: "answer", words: `${answer[1]} ${answer[2]}` };
  const decided = /^(?:Decision|Agreed with each other): (.+)$/.exec(words)?.[1];
  if (decided !== undefined) return { kind: "decision", words: decided };
  return {
    kind: kind === "direction" && (again.test(words) || aboutDocument.test(words)) ? "remark" : kind,
    words,
  };
};

/** The texts behind a label at the beginning of a line, as people wrote them. */
export const promptLines = (prompt: string, label: string): readonly string[] =>
  [...prompt.matchAll(new RegExp(`^\\s*(?:[-*] )?${label}: *(\\S.*)$`, "gm"))].map((match) =>
    (match[1] ?? "")
      .trim()
      .replace(/^`(.*)`$/, "$1")
      .replaceAll("&lt;", "<"),
  );

/** What a voice is called in a document. */
export const nameOfKind = (kind: Voice["kind"]): string => (kind === "remark" ? "direction" : kind);
