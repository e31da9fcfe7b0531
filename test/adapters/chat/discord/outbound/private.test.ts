import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import type { Interaction } from "#adapters/chat/discord/private-requests.ts";
import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import type { Interaction as SeenInteraction } from "../../../../support/discord/interactions.ts";
import type { Person } from "../../../../support/discord/person.ts";
import { say } from "../../outbound-stage.ts";
import { createStages, openThread, textsIn, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const annId = "400000000000000007";

const withButton = (text: string): Message =>
  say(text, {
    kind: "view",
    blocks: [
      { type: "prose", text },
      {
        type: "buttons",
        project: "p-abc123",
        buttons: [{ label: "Tasks", says: "tasks", intent: "neutral", confirm: null }],
      },
    ],
  });

const form: Form = {
  kind: "form",
  id: "say p-abc123",
  title: "Say something",
  submit: "Send",
  intro: "",
  fields: [
    {
      id: "text",
      label: "What",
      optional: false,
      type: "text",
      long: true,
      hint: "",
      initial: "",
      most: 500,
    },
  ],
  fallback: "Write `botarmy say …`",
};

const long = Array.from({ length: 30 }, (_, n) => `Line ${n} ${"and words ".repeat(30)}`).join("\n\n");

/** What Discord tells of what a person did, as an interaction. */
const asInteraction = (here: Stage): Interaction => {
  const done = here.discord.interactions.at(-1);
  if (done === undefined) throw new Error("nobody did anything");
  const { id, token, kind, message } = done;
  const type = kind === "component" ? "component" : kind === "modal" ? "form" : "command";
  const from =
    message === null ? null : here.discord.message(message).message.onlyFor === null ? "public" : "private";
  return { id, token, type, from };
};

interface Doing {
  readonly here: Stage;
  readonly ann: Person;
  /** Ann gives the command; resolves as it does. */
  command(): { readonly done: Promise<SeenInteraction>; readonly interaction: Interaction };
  /** Ann clicks in a message. */
  click(message: string): { readonly done: Promise<SeenInteraction>; readonly interaction: Interaction };
}

/** Listens, since Discord tells nobody what is done otherwise. */
const listening = async ({ discord }: Stage): Promise<void> => {
  const { url } = await fetch(`${discord.apiUrl}/v10/gateway/bot`, {
    headers: { authorization: `Bot ${discord.app.token}` },
  }).then(async (response) => z.looseObject({ url: z.string() }).parse(await response.json()));
  const socket = new WebSocket(`${url}/?v=10&encoding=json`);
  const properties = { os: "linux", browser: "test", device: "test" };
  await new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const { op, t } = z
        .looseObject({ op: z.number(), t: z.string().nullish() })
        .parse(JSON.parse(String(data)));
      if (op === 10)
        socket.send(JSON.stringify({ op: 2, d: { token: discord.app.token, intents: 1, properties } }));
      if (t === "READY") resolve();
    });
  });
};

const doing = async (...args: Parameters<typeof stage>): Promise<Doing> => {
  const here = await stage(...args);
  await listening(here);
  const { applicationId, guildId, name } = here.discord.app;
  const path = `/applications/${applicationId}/guilds/${guildId}/commands` as const;
  const body = { name, description: "BotArmy", type: 1 };
  await here.outbound.call({ method: "POST", path, body, what: "a command" });
  const ann = here.discord.person(annId, { name: "Ann" });
  return {
    here,
    ann,
    command: () => {
      const done = ann.slash(here.discord.general, "");
      return { done, interaction: asInteraction(here) };
    },
    click: (message) => {
      const done = ann.click(message, "Tasks");
      return { done, interaction: asInteraction(here) };
    },
  };
};

const privately = (ann: Person): readonly string[] => ann.ephemerals().map(({ text }) => text);

test("a command is answered for the person alone", async () => {
  const { here, ann, command } = await doing();
  const { done, interaction } = command();
  await here.outbound.respond(interaction, say("only you"));
  expect(await done).toMatchObject({ failure: null, ackType: 4 });
  expect(privately(ann)).toEqual(["only you"]);
  expect(here.discord.messages(here.discord.general)).toEqual([]);
  expect(here.discord.refused()).toEqual([]);
});

test("a command that has no answer says that it is done", async () => {
  const { here, ann, command } = await doing();
  const { done, interaction } = command();
  await here.outbound.respond(interaction, null);
  expect(await done).toMatchObject({ failure: null });
  expect(privately(ann)).toEqual(["Done."]);
});

test("a form opens at once, and is said in words where a modal cannot be opened", async () => {
  const { here, ann, command } = await doing();
  const first = command();
  await here.outbound.respond(first.interaction, form);
  expect(await first.done).toMatchObject({ ackType: 9 });
  expect(ann.modal()).toMatchObject({ title: "Say something" });
  const sent = ann.submit({ What: "words" });
  await here.outbound.respond(asInteraction(here), form);
  await sent;
  expect(privately(ann)).toEqual([expect.stringContaining("botarmy say")]);
  const late = command();
  await here.outbound.defer(late.interaction);
  await here.outbound.respond(late.interaction, form);
  expect(privately(ann)).toHaveLength(2);
});

test("a click in a thread is answered beside it, or not at all", async () => {
  const { here, ann, click } = await doing();
  const place = await openThread(here);
  const { id } = await here.outbound.post(place, "p-1:2:1", withButton("card"));
  const first = click(id);
  await here.outbound.respond(first.interaction, say("only you"));
  await first.done;
  const second = click(id);
  await here.outbound.respond(second.interaction, null);
  expect(await second.done).toMatchObject({ failure: null, ackType: 6 });
  expect(privately(ann)).toEqual(["only you"]);
  expect(textsIn(here, place)).toHaveLength(1);
});

test("a click in a private view changes it in place", async () => {
  const { here, ann, command, click } = await doing();
  const first = command();
  await here.outbound.respond(first.interaction, withButton("page 1"));
  await first.done;
  for (const page of ["page 2", "page 3"]) {
    const { done, interaction } = click(ann.ephemerals().at(-1)?.id ?? "");
    if (page === "page 3") await here.outbound.defer(interaction);
    await here.outbound.respond(interaction, withButton(page));
    await done;
    expect(privately(ann)).toEqual([expect.stringContaining(page)]);
  }
  expect(here.discord.refused()).toEqual([]);
});

test("an answer that takes its time is announced, and comes in that place", async () => {
  const { here, ann, command, click } = await doing();
  const slow = command();
  await here.outbound.defer(slow.interaction);
  expect(await slow.done).toMatchObject({ ackType: 5, failure: null });
  expect(ann.ephemerals()).toMatchObject([{ loading: true }]);
  await here.outbound.respond(slow.interaction, say("at last"));
  expect(privately(ann)).toEqual(["at last"]);
  const place = await openThread(here);
  const { id } = await here.outbound.post(place, "p-1:2:1", withButton("card"));
  const clicked = click(id);
  await Promise.all([
    here.outbound.defer(clicked.interaction),
    here.outbound.respond(clicked.interaction, say("of the click")),
  ]);
  expect(privately(ann)).toEqual(["at last", "of the click"]);
  expect(textsIn(here, place)).toEqual([expect.stringContaining("card")]);
});

test("a long answer comes in parts and with its file", async () => {
  const { here, ann, command } = await doing();
  const { done, interaction } = command();
  const blocks = [1, 2, 3, 4].map(() => ({ type: "prose", text: long }) as const);
  await here.outbound.respond(interaction, say("long", { kind: "view", blocks }));
  await done;
  const seen = ann.ephemerals();
  expect(seen.flatMap(({ files }) => files).map(({ text }) => text)).toEqual([
    expect.stringContaining("Line 29"),
  ]);
  expect(here.discord.messages(here.discord.general)).toEqual([]);
  expect(here.discord.refused()).toEqual([]);
});

test.each(["drop-before", "drop-after", "502-before", "502-after"] as const)(
  "a command is answered once when the answer to that is lost: %s",
  async (wrong) => {
    const { here, ann, command } = await doing();
    const { done, interaction } = command();
    here.discord.fault({ operation: "create_interaction_response", wrong });
    await here.outbound.respond(interaction, say("once"));
    expect(await done).toMatchObject({ failure: null });
    expect(privately(ann)).toEqual(["once"]);
  },
);

test("what was deferred by a process that was killed is answered by the next one", async () => {
  const { here, ann, command, click } = await doing();
  const slow = command();
  await here.outbound.defer(slow.interaction);
  await here.restart().respond(slow.interaction, say("at last"));
  const place = await openThread(here);
  const { id } = await here.outbound.post(place, "p-1:2:1", withButton("card"));
  const clicked = click(id);
  await here.outbound.defer(clicked.interaction);
  await here.restart().respond(clicked.interaction, say("of the click"));
  expect(privately(ann)).toEqual(["at last", "of the click"]);
});

test("an answer that comes too late is logged, and nothing else happens", async () => {
  const { here, ann, command } = await doing({ lifetimes: { ack: 100 } });
  const { done, interaction } = command();
  expect(await done).toMatchObject({ failure: expect.any(String) });
  here.pass(60_000);
  await here.outbound.respond(interaction, say("too late"));
  expect(privately(ann)).toEqual([]);
  expect(here.log.lines).toContain("warn discord interaction not answered");
  expect(here.fatal).toEqual([]);
});
