import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandsFor } from "#adapters/chat/discord/commands.ts";
import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { renderForm } from "#adapters/chat/discord/modal.ts";
import { containerId, nonceOf, partKey } from "#adapters/chat/discord/nonce.ts";
import { bodyOf, changedBodyOf, filesOf } from "#adapters/chat/discord/outbound-body.ts";
import type { Post } from "#adapters/chat/discord/posting.ts";
import { messageOf, privateContents } from "#adapters/chat/discord/private-contents.ts";
import { firstRequest, followUpRequest, originalRequest } from "#adapters/chat/discord/private-requests.ts";
import { renderMessage, renderPrivate } from "#adapters/chat/discord/render.ts";
import { createUploads, type SharedFile } from "#adapters/chat/discord/uploads.ts";
import type { Message } from "#src/project/message.ts";
import { form, message } from "../../../support/arbitrary-messages.ts";
import { hasInOrder, letters, lettersOf } from "../letters.ts";
import { problemsOf, problemsOfModal } from "./component-rules.ts";
import { say } from "./rendered.ts";
import { problemsOfRequest } from "./request-rules.ts";
import { seen } from "./seen.ts";

/** How many of each are tried against Discord's own document, which takes some milliseconds each; 100 unless said. */
const documentRuns = Number(process.env["DISCORD_RENDER_RUNS"] ?? 100);

/** A test, with as many runs as were asked for, that Discord takes all requests about something: `problems` are what it has against them. */
const testMany = <T>(
  name: string,
  any: fc.Arbitrary<T>,
  problems: (any: T) => readonly string[] | Promise<readonly string[]>,
): void => {
  test(name, { timeout: Math.max(30_000, documentRuns * 120) }, async () => {
    await fc.assert(
      fc.asyncProperty(any, async (one) => {
        expect(await problems(one)).toEqual([]);
      }),
      { numRuns: documentRuns },
    );
  });
};

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
});

describe("by Discord's own document, where it is at hand, and by the rules that it does not have", () => {
  testMany("any message is taken, posted and edited", anyMessage, (any) =>
    renderMessage(any, discordLimits, "k").parts.flatMap((part) => {
      const content = { wire: part, files: part.pictures };
      const files = filesOf(content.files);
      return [
        ...problemsOfRequest.create({ body: { ...bodyOf(content), ...nonceFor(part.key ?? "") }, ...files }),
        ...problemsOfRequest.edit({ body: changedBodyOf(content), ...files }),
      ];
    }),
  );

  testMany(
    "any answer for one person is taken: at once, in place of another, later and after others",
    anyMessage,
    (any) =>
      privateContents(any).flatMap((content) => [
        ...problemsOfRequest.first(firstRequest(clicked, { type: "message", content })),
        ...problemsOfRequest.first(firstRequest(clicked, { type: "update", content })),
        ...problemsOfRequest.original(originalRequest("1", clicked, content)),
        ...problemsOfRequest.followUp(followUpRequest("1", clicked, content)),
      ]),
  );

  testMany("any form is taken", form, (any) => {
    const [content] = privateContents(messageOf(any));
    const modal = renderForm(any, discordLimits);
    return [
      ...problemsOfRequest.first(firstRequest(clicked, { type: "modal", modal })),
      ...problemsOfRequest.first(firstRequest(clicked, { type: "message", content })),
    ];
  });

  testMany(
    "any file is taken: whole, compressed or in pieces",
    anyFile,
    async ({ path, bytes, facts, most }) =>
      (await shared({ path, bytes, facts }, most)).flatMap((post) => [
        ...problemsOfRequest.create({
          body: { ...bodyOf(post), ...nonceFor(post.key) },
          ...filesOf(post.files),
        }),
        ...post.files.filter((file) => file.bytes.length > most).map(({ name }) => `${name} is too large`),
      ]),
  );

  test("the commands are taken, for one server and for all", () => {
    for (const guild of ["200000000000000001", null])
      expect(problemsOfRequest.commands(commandsFor(guild))).toEqual([]);
  });

  test("the answers that say nothing yet are taken", () => {
    for (const type of ["message-later", "update-later"] as const)
      expect(problemsOfRequest.first(firstRequest(clicked, { type }))).toEqual([]);
  });

  test("what breaks a rule is found", () => {
    const part = renderMessage({ ...say([]), blocks: [] }, discordLimits, "k").parts[0];
    if (part === undefined) throw new Error("no part");
    const body = bodyOf({ wire: part, files: [] });
    expect(problemsOfRequest.create({ body: { ...body, content: "both" } })).not.toEqual([]);
    expect(problemsOfRequest.edit({ body: { ...body, flags: 0 } })).not.toEqual([]);
    expect(problemsOfRequest.commands([{ name: "Too Big", description: "" }])).not.toEqual([]);
  });
});

const nonceFor = (key: string) => ({ nonce: nonceOf(key), enforce_nonce: true });

const clicked = { id: "1", token: "t", type: "component", from: "private" } as const;

const anyFile = fc.record({
  path: fc.oneof(
    fc.constantFrom(
      "design/architecture.md",
      "a b/ü.tar.gz",
      "../..",
      "/",
      ".env",
      "日本語.md",
      "x".repeat(300),
    ),
    fc.string({ minLength: 1, maxLength: 60 }),
  ),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
  facts: fc.option(fc.record({ bytes: fc.nat(), version: fc.integer({ min: 1, max: 99 }) })),
  most: fc.integer({ min: 50, max: 2_000 }),
});

/** What is posted when a file is shared in a server that takes so many bytes. */
const shared = async (file: SharedFile, most: number): Promise<readonly Post[]> => {
  const posts: Post[] = [];
  const nothing = async (): Promise<void> => undefined;
  const uploads = createUploads({
    posting: {
      edit: nothing,
      remove: nothing,
      message: async (post) => {
        posts.push(post);
        return "1";
      },
    },
    finding: { messages: async () => new Map(), mark: async () => null },
    fileBytes: () => most,
  });
  const order = { key: "p-3f9k2m7q:4:1", since: 0, mayBeThere: false };
  await uploads.share({ channel: "1", thread: "2" }, file, order);
  return posts;
};

test("any form is within all limits as a modal, with a place for each field", () => {
  fc.assert(
    fc.property(form, (any) => {
      const modal = renderForm(any, discordLimits);
      expect(problemsOfModal(modal)).toEqual([]);
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
