import { wordsOf } from "../words.ts";
import type { Requirements } from "./requirements.ts";

/** Something that is easily forgotten, the words of a brief that bring it up, and the words of a requirement that deals with it. */
interface Concern {
  readonly name: string;
  /** Beginnings of words, as `wordsOf` gives them. */
  readonly raisedBy: readonly string[];
  readonly coveredBy: readonly string[];
}

// Beginnings of words in English and, where they differ, in German. Chosen to be raised by words that hardly mean anything else.
const concerns: readonly Concern[] = [
  {
    name: "roles and rights",
    raisedBy: "admin login account member password permission moderator mitglied konto anmeld".split(" "),
    coveredBy:
      "role right permission allow may access admin login log sign password key only member rolle recht darf dürf zugriff mitglied".split(
        " ",
      ),
  },
  {
    name: "error states",
    raisedBy:
      "email mail upload import payment pay network offline sync api storage localstorage database zahlung netz".split(
        " ",
      ),
    coveredBy:
      "error fail invalid refus retry cannot unavailable offline network wrong lost full reject fehler scheiter ungültig still".split(
        " ",
      ),
  },
  {
    name: "limits",
    raisedBy: "upload file photo picture attachment export datei foto".split(" "),
    coveredBy: "limit most maximum max least size mb kb gb many than höchst mindest grenz".split(" "),
  },
  {
    name: "data retention",
    raisedBy: "personal gdpr address birthday health patient customer datenschutz adress kunde".split(" "),
    coveredBy: "delet remov retention retain keep kept eras anonym archiv lösch aufbewahr speicher".split(
      " ",
    ),
  },
  {
    name: "performance",
    raisedBy: "fast quick slow performance thousand million realtime schnell tausend".split(" "),
    coveredBy:
      "second ms millisecond minute fast quick performance within concurrent sekunde schnell instant".split(
        " ",
      ),
  },
  {
    name: "security",
    raisedBy: "password payment pay login secret confidential passwort zahlung vertraulich".split(" "),
    coveredBy:
      "encrypt secur hash password token protect stranger login access key sign verschlüssel sicher schütz".split(
        " ",
      ),
  },
  {
    name: "accessibility",
    raisedBy: "accessib elderly older blind impair disab barriere senior".split(" "),
    coveredBy:
      "accessib keyboard screen contrast font large px wcag readable barriere tastatur schrift".split(" "),
  },
  {
    name: "languages",
    raisedBy: "language multilingual translat international sprache mehrsprach".split(" "),
    coveredBy: "language translat english german french spanish locale sprache deutsch englisch".split(" "),
  },
  {
    name: "messages that fail or come twice",
    raisedBy: "notification notif remind reminder mahnung benachrichtig".split(" "),
    coveredBy: "once twice again fail deliver retry mail message remind notif mahnung benachrichtig".split(
      " ",
    ),
  },
];

/** The concerns that the brief touches, and those of them that no requirement, question, assumption or exclusion names. */
export const missingConcerns = (
  brief: string,
  structure: Requirements,
): { readonly raised: readonly string[]; readonly missing: readonly string[] } => {
  const said = [...new Set(wordsOf(brief))];
  const answered = [...new Set(wordsOf(textOf(structure)))];
  const raised = concerns.filter(({ raisedBy }) => begins(said, raisedBy));
  return {
    raised: raised.map(({ name }) => name),
    missing: raised.filter(({ coveredBy }) => !begins(answered, coveredBy)).map(({ name }) => name),
  };
};

const begins = (words: readonly string[], beginnings: readonly string[]): boolean =>
  words.some((word) => beginnings.some((beginning) => matches(word, beginning)));

/** Short beginnings must be the whole word: `may` is not `mayor`. */
const matches = (word: string, beginning: string): boolean =>
  beginning.length <= 4 ? word === beginning || word === `${beginning}s` : word.startsWith(beginning);

const textOf = ({ requirements, questions, assumptions, outOfScope }: Requirements): string =>
  [
    ...requirements.flatMap(({ title, text, acceptance }) => [
      title,
      text,
      ...acceptance.map((one) => one.text),
    ]),
    ...questions.flatMap(({ text, assumption }) => [text, assumption]),
    ...assumptions,
    ...outOfScope,
  ].join("\n");
