import { describe, expect, test } from "vitest";
import { parseRole } from "#src/team/role.ts";
import { mistakeIn, roleFile, roleText, withChange } from "./samples.ts";

const parse = (text: string) => parseRole(roleFile("reviewer", text));

describe("a role file", () => {
  test("is called by its file's name and has default limits", () => {
    expect(parse(roleText)).toEqual({
      id: "reviewer",
      name: "Reviewer",
      badge: "🔍",
      description: "Reads what others wrote.",
      capabilities: ["reading"],
      persona: "You read slowly.",
      model: { provider: null, name: null },
      maxTokens: 40_000,
      timeoutMs: 300_000,
    });
  });

  test("may ask for a model and set its limits", () => {
    const settings = "model: { provider: anthropic }\nmaxTokens: 40000\ntimeout: 10m\nbadge:";
    expect(parse(withChange(roleText, "badge:", settings))).toMatchObject({
      model: { provider: "anthropic", name: null },
      maxTokens: 40_000,
      timeoutMs: 600_000,
    });
  });

  test("reads the same with a byte order mark and Windows line breaks", () => {
    expect(parse(`\uFEFF${roleText.replaceAll("\n", "\r\n")}`)).toEqual(parse(roleText));
  });

  test("keeps dashes and tabs of its text", () => {
    expect(parse(withChange(roleText, "You read slowly.", "You read.\n\n---\n\n\tcode")).persona).toBe(
      "You read.\n\n---\n\n\tcode",
    );
  });

  test.each(["AB", "🛠", "🛠️", "🇩🇪", "👩‍💻"])("may have %s as its badge", (badge) => {
    expect(parse(withChange(roleText, "🔍", badge)).badge).toBe(badge);
  });
});

const roleKeys = "name, badge, description, capabilities, model, maxTokens, timeout";
const timeForm = 'write a time from 100ms to 24h, such as "90s", "5m" or "1h"';

/** What is replaced, by what, and the message from line and column on. */
const mistakes: readonly (readonly [from: string, to: string, message: string])[] = [
  [
    roleText,
    "You read.",
    '1:1 the file must start with a line "---", then settings such as "name: …", then "---" again',
  ],
  ["---\n\nYou", "\nYou", '1:1 the settings have no end; add a line "---" between them and the text'],
  ["You read slowly.\n", "", "7:1 there is no text below the settings; say who the agent is"],
  ["You read slowly.", "x".repeat(20_001), "7:1 the text has 20001 characters; keep at most 20000"],
  ["name: Reviewer\n", "", '2:1 name is missing; add "name: …"'],
  [
    "badge:",
    "maxtokens: 900\nbadge:",
    `3:1 maxtokens is not a known key; choose one of ${roleKeys}. Did you mean "maxTokens"?`,
  ],
  ["🔍", "🔍🔍", '3:8 badge "🔍🔍" is not valid: use one emoji, or one or two letters'],
  ["[reading]", "reading", '5:15 capabilities must be a list, not "reading"'],
  ["[reading]", "[reading", "5:15 the bracket that opens here is not closed; close it"],
  [
    "badge:",
    "model: { vendor: x }\nbadge:",
    "3:10 model.vendor is not a known key; choose one of provider, name",
  ],
  ["badge:", "timeout:\nbadge:", `3:1 timeout is empty: ${timeForm}`],
  [
    "name: Reviewer",
    "name: &a Reviewer",
    "2:7 anchors (&name) are not allowed; write the value out where it is needed",
  ],
];

describe("a mistake in a role file is refused with its line, its column and what to do", () => {
  test.each(mistakes.map(([from, to, message]) => ({ from, to, message })))(
    "$message",
    ({ from, to, message }) => {
      expect(mistakeIn(() => parse(withChange(roleText, from, to)))).toBe(
        `role-invalid: agents/reviewer.md:${message}`,
      );
    },
  );

  test.each([
    [
      "My Agent",
      "the file's name is the agent's id, and \"My Agent\" cannot be one; use up to 40 lower-case letters, digits and single hyphens",
    ],
    ["modify", 'an agent cannot be called "modify", which means something else in a thread; rename the file'],
    // `all: …` goes to whoever works next, `q1: …` answers a question: neither would ever hear a word.
    ["all", 'an agent cannot be called "all", which means something else in a thread; rename the file'],
    ["q1", 'an agent cannot be called "q1", which means something else in a thread; rename the file'],
  ])("a file called %s", (name, message) => {
    expect(mistakeIn(() => parseRole(roleFile(name)))).toBe(`role-invalid: agents/${name}.md:1:1 ${message}`);
  });
});
