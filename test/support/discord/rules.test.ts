import { describe, expect, test } from "vitest";
import type { Json } from "../json.ts";
import { button, errorOf, startStage } from "./bot.ts";
import { documentPath } from "./openapi.ts";

const v2 = 1 << 15;
const text = (content: string): Json => ({ type: 10, content });
const row = (...components: readonly Json[]): Json => ({ type: 1, components });
const cards = (...components: readonly Json[]): Json => ({ flags: v2, components });

/** What Discord has against a message, as one line. */
const refusalOf = async (body: Json) => {
  const { discord, post } = await startStage();
  const code = await errorOf(post(body));
  expect(discord.posts).toHaveLength(code === 0 ? 1 : 0);
  return [
    code,
    discord
      .refused()
      .flatMap(({ problems }) => problems)
      .join("; "),
  ];
};

test("a message within the limits is taken", async () => {
  const most = Array.from({ length: 39 }, (_none, n) => text(`${n}`));
  expect(await refusalOf(cards({ type: 17, components: most }))).toEqual([0, ""]);
  expect(await refusalOf(cards(text("x".repeat(4_000))))).toEqual([0, ""]);
  expect(await refusalOf({ content: "x".repeat(2_000), components: [row(button("A"))] })).toEqual([0, ""]);
});

test("what Discord says only in words is refused", async () => {
  const tooMany = Array.from({ length: 41 }, (_none, n) => text(`${n}`));
  const bytes = Array.from({ length: 10 }, () => text("語".repeat(340)));
  const cases: readonly (readonly [Json, string | number])[] = [
    [{ content: "x".repeat(2_001) }, "Must be 2000 or fewer"],
    [{ content: "x", embeds: Array.from({ length: 2 }, () => ({ description: "x".repeat(3_001) })) }, "6000"],
    [{ content: "x", components: [text("x")] }, "needs the IS_COMPONENTS_V2 flag"],
    [{ ...cards(text("x")), content: "x" }, "forbids this field"],
    [cards({ type: 17, components: tooMany.slice(0, 40) }), "41 of at most 40 components"],
    [cards(text("x".repeat(2_001)), text("y".repeat(2_000))), "4001 of at most 4000 characters"],
    [cards(row(button("A"), button("A"))), "custom id a cannot be duplicated"],
    [cards({ ...text("a"), id: 7 }, { ...text("b"), id: 7 }), "id 7 is duplicated"],
    [cards({ type: 13, file: { url: "attachment://no.md" } }), 'attachment "no.md" was not found'],
    [cards(row({ type: 2, style: 5, label: "Go" })), "url: This field is required"],
    [cards(row({ type: 2, style: 1, label: "", custom_id: "a" })), "without words"],
    [cards(row(button("A"), { type: 5, custom_id: "who" })), "up to five buttons or one select"],
  ];
  for (const [body, says] of cases)
    expect(await refusalOf(body)).toEqual([50_035, expect.stringContaining(String(says))]);
  expect(await refusalOf(cards(...bytes))).toEqual([500, expect.stringContaining("break Discord")]);
});

test("files that no component shows are refused", async () => {
  const { discord, rest } = await startStage();
  const files = [{ name: "a.txt", data: Buffer.from("A") }];
  const post = rest.post(`/channels/${discord.general}/messages`, { body: cards(text("see")), files });
  expect(await errorOf(post)).toBe(50_035);
  expect(discord.refused()[0]?.problems).toEqual(['attachments: "a.txt" is shown by no component']);
});

test("an address that Discord does not have is not found", async () => {
  const { discord, rest } = await startStage();
  expect(await errorOf(rest.get("/nothing/here"))).toBe(404);
  expect(discord.calls[0]).toMatchObject({ operation: "unknown", route: "GET /nothing/here", answered: 404 });
});

describe.skipIf(documentPath() === null)("with Discord's OpenAPI document", () => {
  test("what it says is refused at its place", async () => {
    const select = {
      type: 3,
      custom_id: "s",
      options: Array.from({ length: 26 }, (_none, n) => ({ label: `${n}`, value: `${n}` })),
    };
    const cases: readonly (readonly [Json, string])[] = [
      [{ content: "x", nonce: "x".repeat(26) }, "nonce: must NOT have more than 25 characters"],
      [cards(row({ ...button("A"), custom_id: "x".repeat(101) })), "custom_id: must NOT have more than 100"],
      [
        cards(row(...["a", "b", "c", "d", "e", "f"].map(button))),
        "components.0.components: must NOT have more than 5",
      ],
      [cards(row(select)), "options: must NOT have more than 25 items"],
      [{ content: 7 }, "content: must be string,null"],
    ];
    for (const [body, says] of cases)
      expect(await refusalOf(body)).toEqual([50_035, expect.stringContaining(says)]);
  });

  test("a thread's name and how long it lives are checked", async () => {
    const { discord, rest, post } = await startStage();
    const { id } = await post({ content: "x" });
    const start = (body: Json) =>
      errorOf(rest.post(`/channels/${discord.general}/messages/${String(id)}/threads`, { body }));
    expect([await start({ name: "" }), await start({ name: "x", auto_archive_duration: 61 })]).toEqual([
      50_035, 50_035,
    ]);
    expect(await start({ name: "x", auto_archive_duration: 10_080 })).toBe(0);
  });
});
