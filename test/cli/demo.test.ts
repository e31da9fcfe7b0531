import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { botarmy, product, reportIn, start, type Ended, type Report } from "./botarmy.ts";
import { folderForFile } from "./data.ts";

const folder = folderForFile();
const at = (name: string): string => path.join(folder, name);
const swimClub = path.join(product, "test/fixtures/swim-club.md");

const runDemo = (name: string, ...flags: string[]): Promise<Ended> =>
  botarmy(["demo", "--data", at(name), "--json", ...flags]);

/** One demo in a data folder of its own. */
const demo = async (name: string, ...flags: string[]) => {
  const ended = await runDemo(name, ...flags);
  return { ...ended, report: reportIn(ended), data: at(name) };
};

const textOf = (data: string, { project }: Report, file: string): string =>
  readFileSync(path.join(data, "artifacts", project, file), "utf8");

const elevenFiles = [
  "requirements/project_brief.md",
  "requirements/analysis_execution_plan.md",
  "requirements/requirements.md",
  "design/design_execution_plan.md",
  "design/architecture.md",
  "development/build_execution_plan.md",
  "development/implementation_plan.md",
  "testing/validation_execution_plan.md",
  "testing/test_plan.md",
  "deployment/launch_execution_plan.md",
  "deployment/deployment_plan.md",
];

test("without a flag the sample brief becomes a finished project, told as it happens", async () => {
  const { code, out, err } = await start(["demo"], { env: { BOTARMY_DATA: at("plain"), NO_COLOR: "1" } })
    .ended;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("Ladder List");
  expect(out).toContain("Scripted demo, no AI");
  expect(out.indexOf("Analyst → Architect")).toBeLessThan(out.indexOf("Tester → Deployer"));
  expect(out).toContain("is complete: 11 artifacts");
});

const swims = runDemo("swim", "--brief-file", swimClub);

test("the report names every artifact as it lies on disk", async () => {
  const ended = await swims;
  expect(ended).toMatchObject({ code: 0, err: "" });
  const report = reportIn(ended);
  expect(report).toMatchObject({
    status: "completed",
    stages: 5,
    steps: 10,
    escalations: [],
    modelCalls: 10,
  });
  expect(report.artifacts.map((artifact) => artifact.path).toSorted()).toEqual(elevenFiles.toSorted());
  for (const artifact of report.artifacts) {
    const text = textOf(at("swim"), report, artifact.path);
    expect(artifact.sha256).toBe(createHash("sha256").update(text).digest("hex"));
    expect(artifact.bytes).toBe(Buffer.byteLength(text));
    expect(artifact.phase).toBe(artifact.path.split("/")[0]);
  }
  expect(report.messages).toBeGreaterThan(20);
  expect(report.tokens.in).toBeGreaterThan(report.tokens.out);
});

test("the artifacts talk about the brief, and two briefs give two different projects", async () => {
  const lanes = reportIn(await swims);
  const bread = await demo(
    "bread",
    "--brief",
    "A bakery sells bread. Customers order bread by phone before 6 o'clock.",
  );
  for (const file of elevenFiles) {
    const text = textOf(at("swim"), lanes, file);
    expect(text).toMatch(/\blanes?\b/i);
    expect(text).not.toMatch(/\bbread\b/i);
    expect(textOf(bread.data, bread.report, file)).toMatch(/\bbread\b/i);
  }
  const requirements = textOf(at("swim"), lanes, "requirements/requirements.md");
  expect(requirements).toContain("7 days ahead");
  expect(requirements).toContain("Scripted demo");
});

const hashes = ({ artifacts }: Report) => artifacts.map(({ path: file, sha256 }) => `${file} ${sha256}`);

test("the same seed gives the same files, another seed other ones", async () => {
  const [again, other] = await Promise.all([
    demo("seed-1", "--seed", "1", "--brief-file", swimClub),
    demo("seed-8", "--seed=8", "--brief-file", swimClub),
  ]);
  const report = reportIn(await swims);
  expect(hashes(again.report)).toEqual(hashes(report));
  expect(hashes(other.report)).not.toEqual(hashes(report));
  expect(other.report.artifacts.map((artifact) => artifact.path)).toEqual(
    report.artifacts.map((artifact) => artifact.path),
  );
});

describe("every scenario comes to its escalation and goes on after the decision", () => {
  const scenarios = [
    { scenario: "objection", escalations: [] },
    { scenario: "conflict", escalations: [{ kind: "conflict", choice: "receiver" }] },
    { scenario: "low-confidence", escalations: [{ kind: "low-confidence", choice: "approve" }] },
    { scenario: "question", escalations: [{ kind: "question", choice: "answer" }] },
    { scenario: "timeout", escalations: [{ kind: "timeout", choice: "retry" }] },
    { scenario: "outage", escalations: [{ kind: "outage", choice: "retry" }] },
  ];
  const runs = new Map(
    scenarios.map(({ scenario }) => [scenario, runDemo(scenario, "--scenario", scenario)]),
  );

  const reportOf = async (scenario: string): Promise<Report> => {
    const ended = await runs.get(scenario);
    if (ended === undefined) throw new Error(`${scenario} was not run`);
    expect(ended).toMatchObject({ code: 0, err: "" });
    return reportIn(ended);
  };

  test.for(scenarios)("$scenario", async ({ scenario, escalations }) => {
    const report = await reportOf(scenario);
    expect(report).toMatchObject({ status: "completed", steps: 10, escalations });
    expect(report.artifacts).toHaveLength(11);
  });

  test("an objection is negotiated among the agents", async () => {
    expect((await reportOf("objection")).modelCalls).toBeGreaterThan(10);
    expect((await runs.get("objection"))?.out).toMatch(/objects|objection/i);
  });
});

describe("the scripted decider", () => {
  test("rejects once, and the stage is done again", async () => {
    const { code, report, out } = await demo("reject", "--decide", "reject-once");
    expect(code).toBe(0);
    expect(report.escalations[0]).toEqual({ kind: "approval", choice: "reject" });
    expect(report.escalations.slice(1).every(({ choice }) => choice === "approve")).toBe(true);
    expect(report.escalations).toHaveLength(6);
    expect(out).toContain("Scripted decider");
  });

  test("modifies once, and its words show in the result", async () => {
    const { code, report, data } = await demo("modify", "--decide", "modify-once");
    expect(code).toBe(0);
    expect(report.escalations[0]).toEqual({ kind: "approval", choice: "modify" });
    expect(report.escalations).toHaveLength(6);
    expect(textOf(data, report, "requirements/requirements.md")).toContain("Name the risks of each part");
  });

  test("follows a file of decisions", async () => {
    const rules = at("rules.yml");
    writeFileSync(
      rules,
      'decisions:\n  - { kind: conflict, choice: modify, note: "Leave it out of version one." }\n',
    );
    const { code, report } = await demo("file", "--scenario", "conflict", "--decide", rules);
    expect(code).toBe(0);
    expect(report.escalations).toEqual([{ kind: "conflict", choice: "modify" }]);
  });

  test("whose decision is refused ends the run with the reason, and the project can go on", async () => {
    const rules = at("wordless.yml");
    writeFileSync(rules, "decisions:\n  - { kind: low-confidence, choice: modify }\n");
    const { code, err } = await botarmy([
      "demo",
      "--data",
      at("wordless"),
      "--scenario",
      "low-confidence",
      "--decide",
      rules,
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^botarmy: the scripted decision was refused: Say in words .+ goes on with: botarmy start --data \S+\n$/,
    );
  });

  test("stops a project that meets the same trouble again and again", async () => {
    const workflow = readFileSync(path.join(product, "workflows/sdlc.yml"), "utf8");
    mkdirSync(at("hasty/roles/workflows"), { recursive: true });
    writeFileSync(
      at("hasty/roles/workflows/hasty.yml"),
      workflow
        .replace("name: sdlc", "name: hasty")
        .replace("agent: analyst\n", "agent: analyst\n    timeout: 150ms\n"),
    );
    const { code, report } = await demo("hasty", "--workflow", "hasty", "--speed", "0");
    expect(code).toBe(1);
    expect(report.status).toBe("cancelled");
    expect(report.escalations.map(({ kind, choice }) => `${kind}: ${choice}`)).toEqual([
      "timeout: retry",
      "timeout: retry",
      "timeout: retry",
      "timeout: cancel",
    ]);
  });
});
