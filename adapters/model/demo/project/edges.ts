import { wayOfWorking, type Requirement } from "./requirement.ts";
import type { Study } from "./study.ts";
import { clipped } from "./wording.ts";

/** A case at the border of a requirement. */
export interface Edge {
  readonly requirement: string;
  readonly what: string;
  readonly because: string;
  readonly expected: string;
}

type Rule = readonly [RegExp, readonly (readonly [string, string])[]];

const rules: readonly Rule[] = [
  [
    /\btrim\b|\bempty\b|\binput\b|\btyping\b|\basks for a name\b/i,
    [
      ["only spaces", "nothing is created, the field stays as it is"],
      [
        "500 characters, an emoji and a right-to-left word",
        "kept letter for letter and shown without breaking the page",
      ],
    ],
  ],
  [
    /\bpersist|\blocalStorage\b|\bSQLite\b|\bdatabase\b|still there/i,
    [
      [
        "storage is full or switched off",
        "work goes on in memory and one line says that it will not be kept",
      ],
      [
        "a second window changes the same record",
        "the later change wins and neither window loses the others",
      ],
    ],
  ],
  [
    /\breload|\brestart|closing and opening/i,
    [
      [
        "reload while something is half typed",
        "what was saved is there, what was not saved is gone, nothing is doubled",
      ],
    ],
  ],
  [
    /\bplural|`0 items`|\bcounts?\b|\bnumber of\b/i,
    [["0, 1, 2 and 1,000", "the number and the form of the word are right each time"]],
  ],
  [
    /\brout|`#\/|`\/\w|\baddress/i,
    [
      [
        "the address is opened directly, then “back” is pressed",
        "the same view as by clicking, then the one before",
      ],
      ["an address nobody defined", "the default view, without an error page"],
    ],
  ],
  [/\bpress|\bclicked\b/i, [["two presses within 100 ms", "the same as one press"]]],
  [/\bclicking|\bhover|\btap/i, [["keyboard instead of mouse", "the same result, with the focus visible"]]],
  [
    /\bescape\b/i,
    [["Escape, and the field loses focus at the same time", "discarded once, not saved by the blur"]],
  ],
  [
    /\be-?mails?\b|\bE-Mail\b/i,
    [
      ["the mail server is down for an hour", "the message goes out afterwards, once"],
      ["the process stops between writing down and sending", "one message, never two"],
    ],
  ],
  [
    /\b\d{1,2}:\d\d\b|\bday before\b|\bevery (?:night|day|week)\b|\bdays? late\b|\bdaily\b/i,
    [["the night the clocks change, and the last day of a month", "once, at the hour on the wall"]],
  ],
  [
    /\bwaiting list\b|\bqueue\b|\bWarteliste\b|\bsomebody else\b/i,
    [
      ["two people in the same second", "one is first, the other is told so"],
      ["the first in the list has gone", "the second one moves up"],
    ],
  ],
  [
    /\bkey\b|\bpassword\b|\bQR\b|\blog ?in\b/i,
    [
      ["a key that was valid yesterday", "refused with a sentence that says what to do"],
      ["a hundred guesses in a minute", "slowed down; nothing shows how close a guess was"],
    ],
  ],
  [
    /\boffline\b|\bnetwork\b|\breception\b/i,
    [["the network goes away in the middle of an action", "what was pressed is kept and sent once"]],
  ],
  [
    /\bbackup\b|\bcopied to\b/i,
    [["the copy cannot be written tonight", "last night's copy is untouched and somebody is told"]],
  ],
  [
    /\ball the\b|\btoggles?\b/i,
    [["none there, one there, all in the same state", "the control shows the truth each time"]],
  ],
  [
    /\bphoto|\bpicture|\bupload|\bimages?\b/i,
    [["20 MB, and a file that is no picture", "refused before it is stored, with the limit in the sentence"]],
  ],
  [
    /\bfilter|\bsearch|\bmatches\b/i,
    [["nothing matches, everything matches", "an empty list that says so; the whole list"]],
  ],
  [
    /\bhidden?\b|\bhide\b/i,
    [
      [
        "the last one disappears while it is being looked at",
        "the view changes at once, without a leftover frame",
      ],
    ],
  ],
  [
    /\bborrow|\bloan|\bbook(?:ing|s)?\b|\border\b|Ausleihe/i,
    [
      [
        "ended by one person while another changes it",
        "the second one sees the new state before anything is written",
      ],
    ],
  ],
];

const mostEdges = 22;

/** Border cases that this project's sentences call for: each kind once, with the requirement that brought it up. */
export const edgesOf = (study: Study): readonly Edge[] => {
  const found = rules.flatMap(([pattern, cases]) => {
    const requirement = study.requirements.find((candidate) => pattern.test(candidate.text));
    return requirement === undefined
      ? []
      : cases.map(([what, expected]) => edge(requirement, what, expected));
  });
  return [...limits(study), ...found, ...bans(study), ...always(study)].slice(0, mostEdges);
};

const edge = (requirement: Requirement, what: string, expected: string): Edge => ({
  requirement: requirement.id,
  what,
  because: clipped(requirement.text, 90),
  expected,
});

const limits = (study: Study): readonly Edge[] =>
  study.limits.slice(0, 5).flatMap((limit) => {
    const requirement = study.requirements.find((candidate) => candidate.text === limit.statement.text);
    const value = Number(/\d+/.exec(limit.name)?.[0] ?? "NaN");
    if (requirement === undefined || Number.isNaN(value) || limit.name.includes(":")) return [];
    const unit = limit.name.replace(/\d[\d.,]*\s?/, "");
    return [
      edge(
        requirement,
        `${value - 1}, ${value} and ${value + 1} ${unit}`.trim(),
        /\bat most\b|\bup to\b|\bno more than\b/i.test(requirement.text)
          ? `${limit.name} is accepted, one more is refused with the reason`
          : `it changes at exactly ${limit.name}, neither before nor after`,
      ),
    ];
  });

const bans = (study: Study): readonly Edge[] =>
  study.requirements
    .filter((requirement) => requirement.strength === "not" && requirement.group !== wayOfWorking)
    .slice(0, 2)
    .map((requirement) =>
      edge(requirement, "everything that could make it happen after all", "it does not happen"),
    );

const always = (study: Study): readonly Edge[] => {
  const first = study.requirements[0];
  return first === undefined
    ? []
    : [
        edge(
          first,
          `no ${study.thing}, one ${study.thing}, a thousand`,
          "usable and readable in all three cases",
        ),
      ];
};
