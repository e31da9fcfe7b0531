import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createScrubber } from "#src/secrets.ts";

const value = "p@ss/word+ü1";
const scrub = createScrubber([value, "short"]);

describe("a known secret", () => {
  it.each([
    ["as it is", value],
    ["in a URL", encodeURIComponent(value)],
    ["in a URL with small letters", encodeURIComponent(value).toLowerCase()],
    ["in base64", Buffer.from(value).toString("base64").replace(/=+$/, "")],
  ])("is taken out %s", (_, written) => {
    expect(scrub(`before ${written} after`)).toMatch(/^before \[secret\]\S{0,2} after$/);
  });

  it("is taken out of base64 of something longer, wherever it stands in it", () => {
    for (const user of ["", "a", "ab", "abc"]) {
      const encoded = Buffer.from(`${user}:${value}:tail`).toString("base64");
      expect(scrub(encoded)).toContain("[secret]");
      expect(Buffer.from(scrub(encoded), "base64").toString()).not.toContain("word");
    }
  });

  it("is taken out of JSON", () => {
    const quoted = createScrubber(['say "hello"\nworld']);
    expect(quoted(JSON.stringify({ text: 'say "hello"\nworld' }))).toBe('{"text":"[secret]"}');
  });

  it("is not looked for when it is too short to tell from words", () => {
    expect(scrub("a short text")).toBe("a short text");
  });

  it("is taken out whole when another one is its beginning", () => {
    expect(createScrubber(["abcdefgh", "abcdefghijkl"])("abcdefghijkl")).toBe("[secret]");
  });

  it("is taken out of any text around it, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: "grapheme" }), fc.string(), (secret, around) => {
        fc.pre(!"[secret]".includes(secret) && secret.trim() !== "");
        expect(createScrubber([secret])(`${around} ${secret} ${around}`).split(secret)).toHaveLength(1);
      }),
    );
  });
});

describe("a key of a known shape", () => {
  // Put together here, so that no scanner takes this file for a leak.
  it.each([
    ["Anthropic", `sk-ant-${"api03-aB3_".repeat(4)}`],
    ["OpenAI", `sk-${"proj-Ab12".repeat(4)}`],
    ["Slack bot", `xoxb-${"1234567890-".repeat(2)}abc`],
    ["Slack app", `xapp-1-${"A1B2C3D4".repeat(3)}`],
    ["GitHub", `ghp_${"aB3d".repeat(9)}`],
    ["GitHub fine-grained", `github_pat_${"aB3_".repeat(9)}`],
    ["AWS", `AKIA${"ABCD1234".repeat(2)}`],
    ["Google", `AIza${"aB3_x".repeat(7)}`],
    ["Discord", `M${"aB3d".repeat(6)}.Xy-z12.${"aB3_".repeat(7)}`],
    ["a signed token", `eyJ${"hbGciOi".repeat(3)}.${"eyJzdWI".repeat(3)}.${"sig-".repeat(5)}`],
    [
      "a private key",
      `-----BEGIN RSA PRIVATE KEY-----\n${"MIIE+/=\n".repeat(9)}-----END RSA PRIVATE KEY-----`,
    ],
  ])("is taken out: %s", (_, key) => {
    expect(createScrubber([])(`key=${key}, and more`)).toBe("key=[secret], and more");
  });

  it.each([
    "a risk-assessment-of-the-whole-project-plan",
    "task_force_with_a_rather_long_name_of_its_own",
    "an ordinary sentence about MongoDB.version.something",
  ])("is not seen in %s", (text) => {
    expect(createScrubber([])(text)).toBe(text);
  });
});

describe("the time it takes", () => {
  it.each([
    ["one long word", "a".repeat(1_000_000)],
    ["many beginnings of keys", "sk-".repeat(300_000)],
    ["many beginnings of signed tokens", "eyJhbGciOi".repeat(100_000)],
    ["many beginnings of private keys", "-----BEGIN PRIVATE KEY-----".repeat(30_000)],
    ["many beginnings of the value", value.slice(0, -1).repeat(80_000)],
  ])("grows with the text only: %s", (_, text) => {
    const began = performance.now();
    const scrubbed = scrub(text);
    // A time in proportion is some 50 ms for a megabyte; a quadratic one would be hours.
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(scrubbed.length).toBeLessThanOrEqual(text.length);
  });
});
