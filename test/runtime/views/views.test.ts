import { beforeAll, describe, expect, test } from "vitest";
import { BotArmyError } from "#src/errors.ts";
import type { Inbound } from "#src/ports.ts";
import type { Block, Message } from "#src/project/message.ts";
import { channelView } from "#src/runtime/views/channel-view.ts";
import { homeView } from "#src/runtime/views/home-view.ts";
import { memoryStage, type MemoryStage } from "../../fakes/memory-stage.ts";

let stage: MemoryStage;

beforeAll(async () => {
  stage = await memoryStage({ settings: { approvals: "gates" } });
  await stage.begin();
  await show("architect: use Postgres");
  await show("approve");
  await stage.clock.settle();
});

let deliveries = 0;

const show = async (text: string, where: "thread" | "channel" = "thread"): Promise<Message | null> => {
  const { chat } = await stage.project();
  const reply = await stage.army.receive({
    id: `view-${++deliveries}`,
    at: stage.clock.now(),
    chat: "fake",
    channel: "team",
    thread: where === "thread" ? chat.thread : null,
    by: { id: "you", name: "You", roles: [] },
    event: { type: "slash", text, brief: null },
  });
  if (reply?.kind === "form") throw new Error(`a form came instead of a page: ${reply.id}`);
  return reply;
};

const block = <T extends Block["type"]>(
  message: Message | null,
  type: T,
): Extract<Block, { type: T }> | undefined =>
  message?.blocks.find((one): one is Extract<Block, { type: T }> => one.type === type);

const rows = (message: Message | null): readonly string[] =>
  (block(message, "table")?.rows ?? []).map((row) => row.join(" | "));

describe("views of a project", () => {
  test("status is the card of the moment", async () => {
    const card = await show("status");
    expect(card?.kind).toBe("view");
    expect(block(card, "progress")).toMatchObject({ done: 3, total: 10 });
    expect(JSON.stringify(card)).toContain("Scripted demo, no AI");
  });

  test("queue lists what is to be decided", async () => {
    expect(rows(await show("queue"))).toEqual([
      expect.stringMatching(
        /^e2 \| normal \| .+ \| Architect: design\/architecture\.md \| approve, modify, reject$/,
      ),
    ]);
  });

  test("tasks lists every step with its state and marks", async () => {
    const tasks = rows(await show("tasks"));
    expect(tasks).toHaveLength(10);
    expect(tasks[1]).toMatch(
      /^requirements\/requirements\.md \| Analyst \| done \| 1 \| 0 s \| \d+ % \| 100 %$/,
    );
    expect(tasks[3]).toMatch(/^design\/architecture\.md \| Architect \| blocked \| 1 /);
    expect(tasks[4]).toMatch(/ \| Developer \| waiting \| 0 /);
  });

  test("artifacts lists the files by phase, and gives one", async () => {
    expect(rows(await show("artifacts")).map((row) => row.split(" | ").slice(0, 3).join(" "))).toEqual([
      "requirements/analysis_execution_plan.md v1 Analyst",
      "requirements/project_brief.md v1 system",
      "requirements/requirements.md v1 Analyst",
      "design/architecture.md v1 Architect",
      "design/design_execution_plan.md v1 Architect",
    ]);
    const one = await show("artifacts design/architecture.md");
    expect(block(one, "prose")?.text).toContain("D-1 Use Postgres");
    expect((await show("artifacts nope.md"))?.fallback).toContain("no artifact nope.md");
  });

  test("an artifact that is too long for one block comes in several, whole", async () => {
    const long = await memoryStage();
    const text = Array.from({ length: 3_000 }, (_, n) => `A lane has number ${n}.`).join("\n");
    await long.chat.slash("start", { brief: text });
    await long.clock.settle();
    const place = { channel: "team", thread: (await long.project()).chat.thread ?? "" };
    await long.chat.write(place, "artifacts requirements/project_brief.md");
    const blocks = long.chat.platform.whispers.at(-1)?.blocks ?? [];
    const pieces = blocks.flatMap((one) => (one.type === "prose" ? [one.text] : []));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.length <= 20_000)).toBe(true);
    expect(pieces.join("")).toBe(text);
  });

  test("spec shows the newest version or an older one", async () => {
    expect(block(await show("spec"), "code")?.text).toContain('"components"');
    expect(block(await show("spec v1"), "code")?.text).not.toContain('"components"');
    expect(block(await show("spec 0"), "code")?.text).toBe("{}");
    expect((await show("spec 99"))?.fallback).toMatch(/has versions 0 to \d+; there is no `99`/);
    expect((await show("spec newest"))?.fallback).toContain("there is no `newest`");
  });

  test("logs shows the newest messages, of one agent when asked", async () => {
    expect(rows(await show("logs")).at(-1)).toMatch(
      / \| architect \| all \| escalation \| Architect: design/,
    );
    const architect = rows(await show("logs Architect"));
    expect(architect.every((row) => row.includes("architect"))).toBe(true);
    expect(architect.some((row) => row.includes("person:you | architect | command | use Postgres"))).toBe(
      true,
    );
    expect((await show("logs nobody"))?.fallback).toContain("the team is `analyst`, `architect`");
  });

  test("costs counts tokens by agent, agents says who does what", async () => {
    const costs = rows(await show("costs"));
    expect(costs).toHaveLength(6);
    expect(costs[4]).toBe("Deployer | 0");
    const { usage } = await stage.project();
    expect(costs[5]).toBe(`all | ${usage.tokensIn + usage.tokensOut}`);
    expect(rows(await show("agents")).slice(0, 3)).toEqual([
      "Analyst | Analyze | idle",
      "Architect | Design | waiting",
      "Developer | Build | idle",
    ]);
  });

  test("help and the list of projects are there in every thread", async () => {
    expect(block(await show("help"), "prose")?.text).toContain("reject because");
    expect(rows(await show("projects"))).toEqual([
      expect.stringMatching(/ \| 3\/10 \| waits for 1 decision$/),
    ]);
  });
});

test("in the channel, queue and projects are about all of its projects and no others", async () => {
  expect(rows(await show("queue", "channel"))).toHaveLength(1);
  expect(rows(await show("projects", "channel"))).toHaveLength(1);
  await stage.chat.slash("start A bakery sells bread.", { channel: "elsewhere" });
  await stage.clock.settle();
  expect(rows(await show("projects", "channel"))).toHaveLength(1);
});

describe("pages about many projects", () => {
  const pageOf = async (
    count: number,
    event: Inbound["event"],
    damaged: string | null = null,
  ): Promise<string> => {
    const project = await stage.project();
    const store = {
      ...stage.parts.store,
      ids: async () => Array.from({ length: count }, (_, n) => `p-${n}`),
      load: async (id: string) => {
        if (id === damaged) throw new BotArmyError("project-unreadable", `${id} cannot be read`);
        return project;
      },
    };
    const at = { id: "v-1", at: 1, chat: "fake", channel: "team", thread: null, event };
    const by = { id: "eve", name: "Eve", roles: [] };
    const parts = { ...stage.parts, store };
    const page =
      event.type === "home"
        ? await homeView(parts, { ...at, by })
        : await channelView(parts, { ...at, by }, { type: "view", view: "queue", argument: "" });
    return JSON.stringify(page);
  };

  test.each([{ type: "slash", text: "queue", brief: null } as const, { type: "home" } as const])(
    "are there although one of them cannot be read: %j",
    async (event) => {
      expect(await pageOf(2, event, "p-0")).toContain(
        event.type === "home" ? "Your projects" : "Open decisions",
      );
    },
  );

  test.each([
    [{ type: "slash", text: "queue", brief: null } as const, 50],
    [{ type: "home" } as const, 200],
  ])("say when older ones were not looked at: %j", async (event, most) => {
    expect(await pageOf(most, event)).not.toContain("looked at");
    expect(await pageOf(most + 3, event)).toContain(
      `Only the newest ${most} projects of all channels were looked at.`,
    );
  });
});
