/** How an option becomes part of the words that a command says. */
type How =
  /** One word in its place. */
  | "word"
  /** `to {word}` */
  | "to"
  /** `{word}:` */
  | "addressee"
  /** `--{name} {word}` */
  | "flag"
  /** As it was typed. */
  | "rest"
  /** `because {words}` */
  | "reason"
  /** Not among the words: the brief itself. */
  | "brief"
  | "file";

/** What can be offered while somebody types into an option. */
export type Completed = "workflow" | "agent" | "stage" | "escalation" | "choice";

export interface CommandOption {
  readonly name: string;
  readonly description: string;
  readonly how: How;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly completes?: Completed;
}

/** A subcommand: `says` begins the words that it says in place of the person, `""` when its options say it all. */
export interface CommandWord {
  readonly name: string;
  readonly description: string;
  readonly says: string;
  readonly options: readonly CommandOption[];
}

const option = (
  name: string,
  description: string,
  more: Omit<CommandOption, "name" | "description">,
): CommandOption => ({ name, description, ...more });

const word = (name: string, description: string, ...options: readonly CommandOption[]): CommandWord => ({
  name,
  description,
  says: name,
  options,
});

const reason = option("because", "Why", { how: "reason" });
const which = option("escalation", "Which question, such as e2, when more than one is open", {
  how: "word",
  completes: "escalation",
});
const agent = (description: string, more: Pick<CommandOption, "how" | "required">): CommandOption =>
  option("agent", description, { ...more, completes: "agent" });
const stage = (description: string, required: boolean): CommandOption =>
  option("stage", description, { how: "word", completes: "stage", required });
const textFile = option("file", "A text file", { how: "file" });

/** Every subcommand of `/botarmy`: what people can type elsewhere, with what each takes. Discord allows 25. */
export const commandWords: readonly CommandWord[] = [
  word(
    "start",
    "Start a project",
    option("brief", "What is to be made, for whom, and what matters; without it a form asks", {
      how: "brief",
    }),
    option("file", "A text file: the brief, or a document that goes with it", { how: "file" }),
    option("workflow", "Who works on it, in which order", { how: "flag", completes: "workflow" }),
    option("budget", "The most it may cost: $5 or 200k tokens", { how: "flag" }),
    option("approve", "When people are asked to approve", {
      how: "flag",
      choices: ["gates", "marks", "none"],
    }),
  ),
  word("status", "How the project goes"),
  word("queue", "What waits for people"),
  word("tasks", "Who does what"),
  word("agents", "Who works on it"),
  word("artifacts", "What was made", option("file", "One file, such as design.md", { how: "word" })),
  word("spec", "What is agreed", option("version", "An earlier version, such as 3", { how: "word" })),
  word("costs", "What it has cost"),
  word("logs", "What was said and done", agent("Of one agent only", { how: "word" })),
  word("projects", "All projects"),
  word("home", "What matters to you now"),
  word("help", "Everything that is understood"),
  word("pause", "Let the agents stop"),
  word("resume", "Let them go on"),
  word("stop", "End the project for good", reason),
  word("retry", "Do a stage once more", stage("Which one; the one that failed by itself", false)),
  word("rollback", "Go back to a stage", stage("To which one", true), reason),
  word(
    "budget",
    "Change what it may cost",
    option("amount", "$8 or 300k tokens", { how: "word", required: true }),
  ),
  word(
    "settings",
    "How the project is run",
    option("change", "Such as: approvals gates, approvers @Ann @Leads, remind 4h; without it a form asks", {
      how: "rest",
    }),
  ),
  word(
    "reassign",
    "Let another agent do a stage",
    stage("Which one", true),
    agent("To whom", { how: "to", required: true }),
  ),
  word("approve", "Say yes to what is asked", which, reason),
  word(
    "modify",
    "Say yes to what is asked, with changes",
    which,
    option("because", "What to change", { how: "reason" }),
  ),
  word("reject", "Say no to what is asked", which, reason),
  {
    name: "decide",
    description: "Take another choice of what is asked",
    says: "",
    options: [
      option("choice", "Which one", { how: "word", required: true, completes: "choice" }),
      which,
      reason,
    ],
  },
  {
    name: "say",
    description: "Tell an agent something, or say anything else that is understood",
    says: "",
    options: [
      option("to", "To whom; without it, it is said as in the thread", {
        how: "addressee",
        completes: "agent",
      }),
      option("words", "What to say, such as q1: Postgres", { how: "rest" }),
      textFile,
    ],
  },
];

/** What was filled into a subcommand's options, by name. */
export type Given = Readonly<Record<string, string>>;

/** The words that a filled-in subcommand says, in the grammar that all chats share. */
export const wordsOf = ({ says, options }: CommandWord, given: Given): string =>
  [says, ...options.map((each) => said(each, given[each.name]?.trim() ?? ""))]
    .filter((part) => part !== "")
    .join(" ");

const said = ({ name, how }: CommandOption, value: string): string => {
  if (value === "") return "";
  switch (how) {
    case "word":
      return joined(value);
    case "to":
      return `to ${joined(value)}`;
    case "addressee":
      return `${joined(value).replace(/:$/, "")}:`;
    case "flag":
      return `--${name} ${joined(value)}`;
    case "rest":
      return value;
    case "reason":
      return `because ${value}`;
    case "brief":
    case "file":
      return "";
  }
};

/** A name or an amount stays one word. */
const joined = (value: string): string => value.replaceAll(/\s+/g, "");
