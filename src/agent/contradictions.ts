import type { Citation, Contradiction } from "../project/result.ts";
import type { Stated } from "./earlier.ts";
import type { Statement } from "./statements.ts";
import { readSubject, sameSubject, type Subject } from "./subject.ts";
import { clip } from "./words.ts";

/** Most contradictions that are told; the limit of StepResult. */
const mostTold = 5;
/** A claim is a few words; longer ones say several things and prove nothing. UTF-16 units. */
const longest = 300;

interface Read {
  readonly statement: Statement;
  readonly subject: Subject;
}

/**
 * Which statements contradict what an earlier result states. A contradiction stops the work, so only what is hardly ever something
 * else counts: both speak of the same things in the same words (six of seven, and at least two), and then either exactly one
 * quantity differs, in the same unit and with the same bound (“at most 14 days”, “at most 21 days”), or one says it and the other
 * says that it is not so (“stores passwords”, “does not store passwords”), neither under a condition.
 */
export const contradictionsOf = (
  mine: readonly Statement[],
  stated: readonly Stated[],
): readonly Contradiction[] => {
  const own = readAll(mine);
  const found = stated.flatMap(({ stage, statements }) => {
    const theirs = readAll(statements);
    return own.flatMap((one) =>
      theirs
        .filter((other) => contradict(one.subject, other.subject))
        .map((other) => told(stage, one, other)),
    );
  });
  return found
    .filter(
      ({ stage, about }, at) => found.findIndex((one) => one.stage === stage && one.about === about) === at,
    )
    .slice(0, mostTold);
};

const readAll = (statements: readonly Statement[]): readonly Read[] =>
  statements
    .filter(({ text }) => text.length <= longest)
    .map((statement) => ({ statement, subject: readSubject(statement.text) }));

const contradict = (one: Subject, other: Subject): boolean => {
  if (!sameSubject(one, other)) return false;
  return one.denied === other.denied ? otherQuantity(one, other) : saysOpposite(one, other);
};

/** The same units with the same bounds, and exactly one number that is another one. */
const otherQuantity = (one: Subject, other: Subject): boolean => {
  if (!one.clear || !other.clear || one.quantities.length !== other.quantities.length) return false;
  const pairs = one.quantities.map((quantity) => ({
    quantity,
    match: other.quantities.find(({ unit, bound }) => unit === quantity.unit && bound === quantity.bound),
  }));
  if (pairs.some(({ match }) => match === undefined)) return false;
  return pairs.filter(({ quantity, match }) => match?.value !== quantity.value).length === 1;
};

/** What is allowed is contradicted only by what forbids it: that it is not done, or need not be, goes well with it. */
const saysOpposite = (one: Subject, other: Subject): boolean => {
  const [denied, affirmed] = one.denied ? [one, other] : [other, one];
  if (!one.clear || !other.clear || one.conditional || other.conditional || denied.excused) return false;
  if (affirmed.permissive && !denied.forbids) return false;
  return JSON.stringify(one.quantities) === JSON.stringify(other.quantities);
};

const told = (stage: string, one: Read, other: Read): Contradiction => ({
  stage,
  about: clip(other.subject.words.join(" "), 120),
  mine: { text: clip(one.statement.text, 500), evidence: citationOf(one.statement) },
  theirs: { text: clip(other.statement.text, 500), evidence: citationOf(other.statement) },
});

const citationOf = ({ grounded, source, quote }: Statement): Citation | null =>
  grounded ? { source: source.slice(0, 200), quote: clip(quote, 500) } : null;
