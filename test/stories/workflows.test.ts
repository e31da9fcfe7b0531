import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readConfig } from "#src/config.ts";
import { libraryFor } from "#src/main.ts";
import { configuredModels } from "#src/main/configured.ts";
import { standingOf, type Said } from "#src/project/discussion.ts";
import type { Envelope } from "#src/project/envelope.ts";
import type { Project } from "#src/project/project.ts";
import { startProviderServer, type ProviderServer } from "../support/provider-servers/agents.ts";
import { goOn } from "./orchestration/people.ts";
import { openProduct, root, type Product, type ProductOptions } from "./orchestration/product.ts";
import { troublesIn } from "./orchestration/reading.ts";

/** What each shipped workflow must come to: documents with the brief, agents at work at once, turns of its talk, what is skipped. */
const shipped = [
  { name: "sdlc", documents: 11, atOnce: 1, talks: [], skipped: [] },
  { name: "sdlc-six-phase", documents: 22, atOnce: 1, talks: [], skipped: [] },
  { name: "business-analysis", documents: 8, atOnce: 2, talks: ["options"], skipped: [] },
  { name: "marketing-campaign", documents: 9, atOnce: 2, talks: [], skipped: [] },
  { name: "technical-support", documents: 6, atOnce: 1, talks: ["diagnosis"], skipped: ["incident"] },
  { name: "research", documents: 8, atOnce: 1, talks: ["critique"], skipped: [] },
] as const;

const grave =
  "Nobody can log in to the booking page since 8 o'clock. The page must show the bookings of today. It says “no connection” after ten seconds.";
const label = "Scripted demo, no AI: written by a program from the words of the brief.";
const ends: (() => void | Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends) await end();
});

const open = (options: ProductOptions): Promise<Product> => openProduct(options, (end) => ends.unshift(end));

const playAll = async (product: Product): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map<string, string>();
  for (const { name } of shipped) ids.set(name, await product.start(`--workflow ${name}`));
  await Promise.all([...ids.values()].map((id) => goOn(product, id)));
  return ids;
};

/** The files that a project's workflow promises, of the stages that were not skipped. */
const promised = ({ workflow, stages }: Project): readonly string[] => [
  workflow.briefFile,
  ...workflow.stages
    .filter(({ id }) => stages.find((stage) => stage.id === id)?.state === "done")
    .flatMap(({ plan, produce }) => [...(plan === null ? [] : [plan.file]), produce.file]),
];

const pathsOf = ({ artifacts }: Project): readonly string[] => artifacts.map(({ path }) => path).toSorted();

const skippedIn = ({ stages }: Project): readonly string[] =>
  stages.filter(({ state }) => state === "skipped").map(({ id }) => id);

/** Documents that do not say by whom they were written, or that lack a heading they were to have. */
const flawsIn = async (
  { parts }: Product,
  { id, workflow, artifacts }: Project,
): Promise<readonly string[]> => {
  const steps = workflow.stages.flatMap(({ plan, produce }) => [...(plan === null ? [] : [plan]), produce]);
  const written = steps.filter(({ file }) => artifacts.some(({ path }) => path === file));
  const flaws = await Promise.all(
    written.map(async ({ file, sections }) => {
      const text = await parts.artifacts.read(id, file);
      const wanted = [label, ...sections.map((section) => `\n## ${section}\n`)];
      return wanted.filter((words) => !text.includes(words)).map((words) => `${file} lacks ${words.trim()}`);
    }),
  );
  return flaws.flat();
};

/** The whole conversation, oldest first. */
const envelopesOf = async ({ parts }: Product, id: string): Promise<readonly Envelope[]> => {
  let newestFirst: readonly Envelope[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await parts.history.page(id, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    newestFirst = [...newestFirst, ...page.envelopes];
    cursor = page.next;
  }
  return newestFirst.toReversed();
};

const turnOf = ({ from, content: { text, data } }: Envelope): Said => ({
  agent: from,
  text,
  proposal: z.string().parse(data?.["proposal"]),
  agreement: z.number().parse(data?.["agreement"]),
  next: null,
});

describe("with the scripted model", () => {
  let product: Product;
  let ids: ReadonlyMap<string, string>;
  let incident: string;
  let campaign: string;
  const idOf = (name: string): string => ids.get(name) ?? "";

  beforeAll(async () => {
    product = await open({
      twist: ({ project, stage, attempt }, _answer, { documents }) => {
        if (stage === "triage" && documents.some(({ text }) => text.includes("Nobody can log in")))
          return { specPatch: [{ op: "add", path: "/severity", from: null, value: '"high"' }] };
        if (stage === "review" && project === campaign && attempt < 3) return { confidence: 0.7 };
        return undefined;
      },
    });
    incident = await product.start("--workflow technical-support", grave);
    campaign = await product.start("--workflow marketing-campaign");
    ids = await playAll(product);
    await Promise.all([incident, campaign].map((id) => goOn(product, id)));
  }, 120_000);

  test.each(shipped)(
    "$name comes to its end with every file committed and labelled",
    async ({ name, ...wanted }) => {
      const id = idOf(name);
      expect(await troublesIn(product, id)).toEqual([]);
      const row = await product.project(id);
      expect(row).toMatchObject({ status: "completed", mode: "scripted" });
      expect(pathsOf(row)).toEqual([...promised(row)].toSorted());
      expect(row.artifacts).toHaveLength(wanted.documents);
      expect(skippedIn(row)).toEqual(wanted.skipped);
      expect(product.atOnce(id)).toBe(wanted.atOnce);
      expect(await flawsIn(product, row)).toEqual([]);
    },
  );

  test.each(shipped.flatMap(({ name, talks }) => talks.map((stage) => ({ name, stage }))))(
    "the talk in $name ends by its own rule, and what it agreed to is given to the one who writes",
    async ({ name, stage }) => {
      const row = await product.project(idOf(name));
      const rule = row.workflow.stages.find(({ id }) => id === stage)?.discuss;
      if (rule === undefined) throw new Error(`${stage} has no talk`);
      const turns = (await envelopesOf(product, row.id))
        .filter(({ type, content }) => type === "discussion" && content.data?.["stage"] === stage)
        .map(turnOf);
      const ended = standingOf({ ...rule, conflict: null, turns });
      const before = standingOf({ ...rule, conflict: null, turns: turns.slice(0, -1) });
      expect([before.type, ended.type]).toEqual(["goes-on", "agreed"]);
      expect(turns.length).toBeLessThanOrEqual(rule.max);
      expect(new Set(turns.map(({ agent }) => agent))).toEqual(new Set(rule.members));
      const written = product.asked.find(
        ({ about }) => about.project === row.id && about.stage === stage && about.step === "produce",
      );
      const proposal = ended.type === "agreed" ? ended.proposal : "";
      expect(proposal).not.toBe("");
      expect(`${written?.prompt} ${JSON.stringify(written?.documents)}`).toContain(proposal.slice(0, 60));
      expect((await product.said(row.id)).join("\n")).toContain(proposal.slice(0, 60));
    },
  );

  test("a stage whose condition does not hold is skipped, and the thread says so; where it holds it is written", async () => {
    const usual = await product.said(idOf("technical-support"));
    expect(usual).toContainEqual(
      expect.stringContaining(
        "Skipped **Incident report**: `spec.severity == 'high' or spec.severity == 'critical'`",
      ),
    );
    expect(await troublesIn(product, incident)).toEqual([]);
    const row = await product.project(incident);
    expect(skippedIn(row)).toEqual([]);
    expect(pathsOf(row)).toContain("case/incident.md");
  });

  test("the review of a campaign sends copy back until it is sure enough, and no further", async () => {
    expect(await troublesIn(product, campaign)).toEqual([]);
    const { stages, status } = await product.project(campaign);
    expect(status).toBe("completed");
    expect(stages.map(({ id, produce }) => `${id} ${produce.attempt}`)).toEqual([
      "audience 1",
      "positioning 1",
      "copy 3",
      "channels 1",
      "review 3",
      "measurement 1",
    ]);
    const said = await product.said(campaign);
    expect(said.filter((text) => text.includes("does not hold yet"))).toHaveLength(2);
  });
});

/** Sixty calls a minute would be the story here. */
const generous = { requestsPerMinute: 10_000, tokensPerMinute: 100_000_000, concurrent: 16 };
const key = "key-for-tests-0123456789";

describe.each([
  [
    "Anthropic",
    "anthropic",
    (server: ProviderServer) => ({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.baseUrls.anthropic }),
  ],
  [
    "OpenAI",
    "responses",
    (server: ProviderServer) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: server.baseUrls.openai }),
  ],
] as const)("through the real adapter for %s", (_, wire, environment) => {
  let product: Product;
  let server: ProviderServer;
  let ids: ReadonlyMap<string, string>;

  beforeAll(async () => {
    server = await startProviderServer();
    ends.push(() => server.close());
    const configured = await configuredModels(
      readConfig({ models: { limits: { anthropic: generous, openai: generous } } }, {}),
      environment(server),
      libraryFor(root, "none"),
    );
    if (configured === null) throw new Error("no model is configured");
    product = await open({ model: configured.model, defaults: { mode: "models", quote: configured.quote } });
    ids = await playAll(product);
  }, 120_000);

  test.each(shipped)("$name comes to its end", async ({ name, ...wanted }) => {
    const id = ids.get(name) ?? "";
    expect(await troublesIn(product, id)).toEqual([]);
    const row = await product.project(id);
    expect(row).toMatchObject({ status: "completed", mode: "models" });
    expect(pathsOf(row)).toEqual([...promised(row)].toSorted());
    expect(row.artifacts).toHaveLength(wanted.documents);
    expect(skippedIn(row)).toEqual(wanted.skipped);
    expect(product.atOnce(id)).toBe(wanted.atOnce);
    expect(row.usage.usd).toBeGreaterThan(0);
    expect(await product.parts.artifacts.read(id, row.workflow.stages[0]?.produce.file ?? "")).not.toContain(
      label,
    );
  });

  test("everything went over its wire", () => {
    expect(new Set(server.served.map((one) => one.wire))).toEqual(new Set([wire]));
    expect(server.totals()).toMatchObject({ calls: product.asked.length, failed: 0 });
  });
});
