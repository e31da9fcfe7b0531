import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { renderForm } from "#adapters/chat/discord/modal.ts";
import { containerId, partKey } from "#adapters/chat/discord/nonce.ts";
import { renderMessage, renderPrivate } from "#adapters/chat/discord/render.ts";
import type { Message } from "#src/project/message.ts";
import { form, message } from "../../../support/arbitrary-messages.ts";
import { byDocument } from "../../../support/discord/openapi.ts";
import { hasInOrder, letters, lettersOf } from "../letters.ts";
import { problemsOf, problemsOfModal } from "./component-rules.ts";
import { seen } from "./seen.ts";

/** How many messages are tried against Discord's own document; 10,000 take some minutes. */
const documentRuns = Number(process.env["DISCORD_RENDER_RUNS"] ?? 200);

const ids = fc.constantFrom("80351110224678912", "&165511591545143296", "you", "<@80351110224678912>", "");

/** Any message, with people of Discord, and with texts that name them. */
const anyMessage: fc.Arbitrary<Message> = fc
  .tuple(message, fc.array(ids, { maxLength: 20 }), fc.boolean())
  .map(([any, mentions, isNaming]) => ({
    ...any,
    mentions,
    blocks: isNaming
      ? [...any.blocks.slice(0, 59), { type: "prose", text: mentions.map((id) => `<@${id}>`).join(" ") }]
      : any.blocks,
  }));

const of = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 15_000 });

describe("any message", () => {
  test("is within all limits, in no more parts than allowed, and notifies nobody but its mentions", () => {
    fc.assert(
      fc.property(anyMessage, fc.option(fc.integer({ min: 1, max: 3 })), (any, most) => {
        const mark = most === null ? "p-3f9k2m7q:4:1" : { key: "p-3f9k2m7q:4:1", most };
        const { parts, overflow } = renderMessage(any, discordLimits, mark);
        for (const [i, part] of parts.entries())
          expect(problemsOf(part, i === parts.length - 1 ? any.mentions : [])).toEqual([]);
        expect(parts.map((part) => part.components[0].id)).toEqual(
          parts.map((_, i) => containerId(partKey("p-3f9k2m7q:4:1", i, parts.length))),
        );
        expect(parts.length).toBeLessThanOrEqual(most ?? (any.kind === "status" ? 1 : 3));
        expect(overflow === null || parts.length === 1).toBe(true);
      }),
      of(150),
    );
  });

  test("loses no letter, in order, in its parts or its file", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const { parts, overflow } = renderMessage(any, discordLimits, "k");
        const shown = letters(overflow?.text ?? parts.map(seen).join(" "));
        const wanted = lettersOf(any);
        expect(hasInOrder(shown, wanted) ? "" : `${wanted}\n---\n${shown}`).toBe("");
      }),
      of(150),
    );
  });

  test("has its pictures where they are shown", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        for (const { components, pictures } of renderMessage(any, discordLimits, "k").parts) {
          const shown = components.flatMap((container) => container.components);
          const urls = shown.flatMap((one) =>
            one.type === 12 ? one.items.map(({ media }) => media.url) : [],
          );
          expect(pictures.map(({ name }) => `attachment://${name}`)).toEqual(urls);
        }
      }),
      of(60),
    );
  });

  test("is within all limits for one person, whom nobody is mentioned to", () => {
    fc.assert(
      fc.property(anyMessage, (any) => {
        const { parts } = renderPrivate(any, discordLimits);
        for (const part of parts) expect(problemsOf(part)).toEqual([]);
        expect(parts.every(({ flags }) => (flags & 64) === 64)).toBe(true);
        expect(parts.length).toBeLessThanOrEqual(5);
      }),
      of(150),
    );
  });

  test(
    "is what Discord's own document allows, where it is at hand",
    () => {
      const problems = byDocument();
      fc.assert(
        fc.property(anyMessage, (any) => {
          for (const part of renderMessage(any, discordLimits, "k").parts) {
            const { components, flags, allowedMentions } = part;
            const body = { components, flags, allowed_mentions: allowedMentions };
            expect(problems("POST", "/channels/{channel_id}/messages", body)).toEqual([]);
          }
        }),
        { numRuns: documentRuns, interruptAfterTimeLimit: Math.max(15_000, documentRuns * 100) },
      );
    },
    Math.max(30_000, documentRuns * 120),
  );
});

test("any form is within all limits as a modal, with a place for each field", () => {
  const problems = byDocument();
  fc.assert(
    fc.property(form, (any) => {
      const modal = renderForm(any, discordLimits);
      expect(problemsOfModal(modal)).toEqual([]);
      const answer = { type: 9, data: modal };
      expect(problems("POST", "/interactions/{interaction_id}/{interaction_token}/callback", answer)).toEqual(
        [],
      );
      const text = JSON.stringify(modal);
      const places = any.fields.filter(
        ({ id, type }) =>
          type === "files" ||
          text.includes(`"v|${id}"`) ||
          text.includes(`[${id}] `) ||
          text.includes(`[@${id}] `),
      );
      expect(places).toEqual(any.fields);
    }),
    of(150),
  );
});
