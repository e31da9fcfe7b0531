import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { botarmy, product, reportIn, type Report } from "./botarmy.ts";
import { folderForFile } from "./data.ts";

const folder = folderForFile();
const at = (name: string): string => path.join(folder, name);

test("every command explains itself", async () => {
  const { code, out } = await botarmy(["--help"]);
  expect(code).toBe(0);
  const names = [...out.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name ?? "");
  expect(names).toEqual(["start", "demo", "run", "replay", "export", "doctor"]);
  const helps = await Promise.all(names.map((name) => botarmy([name, "--help"])));
  for (const [i, help] of helps.entries()) {
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toMatch(new RegExp(`^botarmy ${names[i]} `));
    expect(help.out).toContain("--data");
  }
  expect(helps[1]?.out).toMatch(/--scenario[\s\S]+low-confidence +the developer is not sure/);
  expect(helps[2]?.out).not.toContain("--scenario");
});

test("the version is the product's", async () => {
  const { version }: { version: string } = JSON.parse(
    readFileSync(path.join(product, "package.json"), "utf8"),
  );
  expect(await botarmy(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

describe("with a finished project", () => {
  const data = at("data");
  const log = (): string => path.join(data, "queues", `${report.project}.jsonl`);
  let report: Report;

  beforeAll(async () => {
    report = reportIn(await botarmy(["demo", "--data", data, "--json", "--scenario", "question"]));
  });

  test("replay rebuilds it from its commands", async () => {
    const { code, out, err } = await botarmy(["replay", report.project, "--data", data]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^p-\w+: \d+ commands give exactly the stored row \(version \d+\)\n$/);
  });

  test("replay notices a log that somebody has changed, shortened or broken", async () => {
    const text = readFileSync(log(), "utf8");
    const lines = text.trimEnd().split("\n");
    const replayOf = async (changed: string) => {
      writeFileSync(log(), changed);
      const ended = await botarmy(["replay", report.project, "--data", data]);
      writeFileSync(log(), text);
      return ended;
    };
    const changed = await replayOf(text.replace('"title":"Ladder List"', '"title":"Snake List"'));
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/give another project than the stored row .+ different: .*title/);
    const shortened = await replayOf(`${lines.slice(0, -2).join("\n")}\n`);
    expect(shortened.code).toBe(1);
    expect(shortened.out).toContain("give another project");
    const broken = await replayOf(`${lines[0] ?? ""}\nnonsense\n${lines.slice(2).join("\n")}\n`);
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^botarmy: [^\n]+queues[^\n]+\n$/);
  });

  test("replay and export refuse a project that is not there", async () => {
    for (const command of ["replay", "export"]) {
      const { code, err } = await botarmy([command, "p-zzzzzzzz", "--data", data]);
      expect(code).toBe(2);
      expect(err).toMatch(/^botarmy: there is no project p-zzzzzzzz in [^\n]+\n$/);
    }
  });

  test("export writes every artifact and the metadata into one zip", async () => {
    const { code, out } = await botarmy(["export", report.project, "--data", data, "--out", at("all.zip")]);
    expect(code).toBe(0);
    expect(out).toContain(at("all.zip"));
    const files = unzipSync(readFileSync(at("all.zip")));
    for (const artifact of report.artifacts) expect(files[artifact.path]?.byteLength).toBe(artifact.bytes);
    expect(Object.keys(files)).toContain("metadata/artifacts.json");
    const refused = await botarmy([
      "export",
      report.project,
      "--data",
      data,
      "--out",
      at("no/such/folder.zip"),
    ]);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /^botarmy: cannot write [^\n]+folder\.zip \(ENOENT\); choose another[^\n]+\n$/,
    );
  });

  test("doctor finds the folder whole and lists the project", async () => {
    const { code, out } = await botarmy(["doctor", "--data", data]);
    expect(code).toBe(0);
    expect(out).toContain(`data folder ${data}: whole, free, 1 project\n`);
    expect(out).toContain(report.project);
    expect(out).not.toContain("WRONG");
  });
});

test("doctor makes no folder, and names a workflow that cannot run", async () => {
  const fresh = await botarmy(["doctor", "--data", at("fresh")]);
  expect(fresh.code).toBe(0);
  expect(fresh.out).toContain("not there yet");
  expect(existsSync(at("fresh"))).toBe(false);
  mkdirSync(at("odd/roles/workflows"), { recursive: true });
  writeFileSync(at("odd/roles/workflows/odd.yml"), "name: odd\nstages: 3\n");
  const odd = await botarmy(["doctor", "--data", at("odd")]);
  expect(odd.code).toBe(1);
  expect(odd.out).toMatch(/WRONG +workflows\/odd\.yml:\d+:\d+ /);
});

describe("the configuration of a product folder", () => {
  const root = at("product");
  const doctor = (env: Record<string, string> = {}) => botarmy(["doctor"], { root, env });

  beforeAll(() => {
    mkdirSync(root);
    for (const name of ["bin", "src", "adapters", "agents", "workflows", "tools", "package.json"])
      cpSync(path.join(product, name), path.join(root, name), { recursive: true });
    symlinkSync(path.join(product, "node_modules"), path.join(root, "node_modules"));
  });

  test("comes from .env and botarmy.yml; the environment wins over both, .env over the file", async () => {
    writeFileSync(path.join(root, "botarmy.yml"), "data: from-file\n");
    expect((await doctor()).out).toContain(`data folder ${path.join(root, "from-file")}`);
    writeFileSync(path.join(root, ".env"), "BOTARMY_DATA=from-dotenv\n");
    expect((await doctor()).out).toContain(`data folder ${path.join(root, "from-dotenv")}`);
    expect((await doctor({ BOTARMY_DATA: at("from-environment") })).out).toContain(at("from-environment"));
  });

  test("is refused with every problem when it is wrong", async () => {
    writeFileSync(path.join(root, ".env"), "LOG_LEVEL=chatty\n");
    writeFileSync(path.join(root, "botarmy.yml"), "settings: { approvals: sometimes }\ncolour: red\n");
    const wrong = await doctor();
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^botarmy: botarmy\.yml or the environment: [^\n]+\n$/);
    for (const name of ["logLevel", "settings.approvals", "colour"]) expect(wrong.err).toContain(name);
    writeFileSync(path.join(root, "botarmy.yml"), "settings: [\n");
    expect((await doctor()).err).toMatch(/^botarmy: [^\n]+botarmy\.yml:1:11 [^\n]+\n$/);
    renameSync(path.join(root, "botarmy.yml"), path.join(root, "old.yml"));
    mkdirSync(path.join(root, "botarmy.yml"));
    expect((await doctor()).err).toMatch(/^botarmy: cannot read [^\n]+botarmy\.yml: it is a folder[^\n]+\n$/);
  });
});
