import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { contradictionsOf } from "#src/agent/contradictions.ts";
import { Contradiction } from "#src/project/result.ts";

const statement = (text: string) => ({ text, source: "a.md", quote: "words", grounded: true });

const between = (mine: string, theirs: string) =>
  contradictionsOf([statement(mine)], [{ stage: "analyze", statements: [statement(theirs)] }]);

const contradicting: readonly (readonly [mine: string, theirs: string])[] = [
  ["A loan lasts at most 14 days", "A loan lasts at most 21 days"],
  ["Search results appear within 2 seconds", "Search results appear within 500 ms"],
  ["The session ends after 30 minutes of silence", "The session ends after 2 hours of silence"],
  ["Backups are kept for 7 days", "Backups are kept for 30 days."],
  ["FR-7: uploaded photos have at most 5 MB", "Uploaded photos have up to 1 GB (FR-2)"],
  ["The service is available 99.9 % of the time", "The service is available 99.5% of the time"],
  ["A member may borrow 3 things", "Members may borrow five things"],
  ["The monthly fee is €5", "The monthly fee is 8 €"],
  ["A backup is made every 24 hours", "A backup is made every 2 days"],
  ["Up to 1,000 users work at once", "Up to 200 users work at once"],
  ["The API answers 50 requests within 1 second", "The API answers 80 requests within 1 second"],
  ["Reminders are sent 2 days before the loan ends", "Reminders are sent three days before the loan ends"],
  ["Passwords are stored", "Passwords are not stored"],
  ["The app works without a network", "The app works with a network"],
  ["Deleted entries can never be restored", "Deleted entries must be restored"],
  ["The page must not use cookies", "The page uses cookies"],
  ["Guests cannot see the shelf", "Guests see the shelf"],
  ["No login is needed for reading", "Login is needed for reading"],
  ["The app doesn't store addresses of members", "The app stores addresses of members"],
  ["Visitors must log in", "Visitors must not log in"],
  ["Visitors may log in", "Visitors must not log in"],
  ["Members can delete loans", "Members cannot delete loans"],
];

const compatible: readonly (readonly [mine: string, theirs: string])[] = [
  ["A loan lasts at most 14 days", "A loan lasts at most 2 weeks"],
  ["A backup is made every 24 hours", "A backup is made every day"],
  ["Uploads have at most 1 GB", "Uploads have at most 1000 MB"],
  ["A loan lasts at least 2 days", "A loan lasts at most 14 days"],
  ["Free users store 10 files", "Paid users store 100 files"],
  ["Free users store 10 files", "Users store 100 files"],
  ["The list shows 20 things", "The map shows 50 things"],
  ["Search answers within 2 s", "Saving a thing answers within 5 s"],
  ["10 users are served in 2 s", "100 users are served in 9 s"],
  ["20 concurrent users are served", "500 registered users are served"],
  ["The job retries 3 to 5 times", "The job retries 4 times"],
  ["Written for Node version 22", "Written for Node version 24"],
  ["Step 1 shows the shelf", "Step 2 shows the shelf"],
  ["Passwords are not stored in clear text", "Passwords are stored as salted hashes"],
  ["Admins must not delete loans", "Members must delete loans"],
  ["If nobody is logged in the shelf is not shown", "If somebody is logged in the shelf is shown"],
  ["The draft is not saved unless asked", "The draft is saved"],
  ["Users need not log in", "Users may log in"],
  ["Users do not have to log in", "Users log in"],
  ["The name may be empty", "The name is not empty"],
  ["Uploads have at most 5 MB", "Uploads have at most 1 GB"],
  ["Reminders are sent one week and 3 days before the end", "Reminders are sent 2 days before the end"],
  ["The shelf is not only shown to members", "The shelf is shown to members"],
  ["Uploads have no more than 5 MB", "Uploads have at most 5 MB"],
  ["Not without a network", "With a network"],
  ["FR-1 The shelf", "FR-2 The shelf"],
  ["FR-11 14 days", "NFR-2 21 days"],
  ["Two people share a loan", "2 people share a loan"],
  ["The month has 30 days", "The year has 12 months"],
  ["", ""],
];

describe("contradictions", () => {
  it.each(contradicting)("“%s” against “%s” is one, whoever speaks", (one, other) => {
    expect(between(one, other)).toHaveLength(1);
    expect(between(other, one)).toHaveLength(1);
  });

  it.each(compatible)("“%s” and “%s” can both be true", (one, other) => {
    expect(between(one, other)).toEqual([]);
    expect(between(other, one)).toEqual([]);
  });

  it("name both sides, what they rest on, and what they are about in the same words each time", () => {
    const theirs = { ...statement("A loan lasts at most 21 days."), grounded: false };
    const mine = ["FR-1: A loan lasts at most 14 days", "Loans last up to 14 days"].map(statement);
    const found = contradictionsOf(mine, [{ stage: "analyze", statements: [theirs] }]);
    expect(found.map((one) => Contradiction.parse(one))).toEqual([
      {
        stage: "analyze",
        about: "loan last",
        mine: {
          text: "FR-1: A loan lasts at most 14 days",
          evidence: { source: "a.md", quote: "words" },
        },
        theirs: { text: "A loan lasts at most 21 days.", evidence: null },
      },
    ]);
  });

  it("are told five at most", () => {
    const parts = ["shelf", "loan", "list", "map", "key", "door", "sign"];
    const all = (days: number) => parts.map((part) => statement(`The ${part} closes after ${days} days`));
    expect(contradictionsOf(all(3), [{ stage: "analyze", statements: all(4) }])).toHaveLength(5);
  });
});

test("nothing contradicts itself, and any words can be compared", () => {
  const words = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          "not",
          "the",
          "loan",
          "lasts",
          "14",
          "days",
          "at most",
          "without",
          "a",
          "network",
          "5",
          "%",
        ),
        {
          maxLength: 20,
        },
      )
      .map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(between(one, one)).toEqual([]);
      expect(between(one, other).length).toBe(between(other, one).length);
    }),
    { numRuns: 300 },
  );
});
