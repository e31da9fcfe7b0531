import type { Source } from "./source.ts";

interface Rule {
  /** Parts of the project it may import, besides itself. */
  readonly parts: readonly string[];
  readonly packages: readonly string[];
  /** Built-in modules; `any` where touching the outside world is the point. */
  readonly builtIns: "any" | readonly string[];
}

const inner = ["src/errors", "src/project", "src/ports", "src/secrets"];
const libraries = [
  "@pydantic/genai-prices",
  "zod",
  "yaml",
  "liquidjs",
  "fast-json-patch",
  "tokenx",
  "marked",
  "pino",
];
const computing = ["node:buffer", "node:crypto", "node:path", "node:url", "node:util"];

const rule = (parts: readonly string[]): Rule => ({ parts, packages: libraries, builtIns: computing });

const reading = rule([...inner, "src/team", "src/llm", "src/agent", "src/log"]);
const runtime = { ...reading, packages: [...libraries, "file-type"] };
const main = rule([...runtime.parts, "src/runtime", "src/config", "adapters"]);

/** Who may import whom: main → runtime → agent → llm → ports → project. Adapters see the contracts only. */
const rules: Readonly<Record<string, Rule>> = {
  "src/errors": { parts: [], packages: [], builtIns: [] },
  "src/secrets": { parts: [], packages: [], builtIns: computing },
  "src/project": { parts: ["src/errors"], packages: ["zod", "fast-json-patch"], builtIns: [] },
  "src/ports": { parts: ["src/project"], packages: [], builtIns: [] },
  "src/team": rule(["src/errors", "src/project"]),
  "src/llm": rule(inner),
  "src/agent": rule([...inner, "src/llm", "src/team"]),
  "src/runtime": runtime,
  "src/runtime/doctor": {
    ...runtime,
    parts: [...runtime.parts, "src/runtime", "src/config"],
    builtIns: "any",
  },
  "src/log": { ...rule(inner), builtIns: "any" },
  "src/config": { ...rule(["src/errors", "src/project"]), builtIns: "any" },
  "src/main": { ...main, builtIns: "any" },
  "src/cli": {
    parts: [...main.parts.filter((part) => part !== "adapters"), "src/main"],
    packages: [...libraries, "package.json"],
    builtIns: "any",
  },
};

/** One line for each import that points the wrong way, and for each file that belongs to no known part. */
export function wrongImports(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) =>
    (source.path.startsWith("adapters/") ? wrongInAdapter : wrongInSrc)(source),
  );
}

function wrongInSrc({ path, imports }: Source): readonly string[] {
  const part = partOf(path);
  const own = rules[part];
  if (own === undefined) return [`${path} belongs to no known part`];
  const allowed = (target: string): boolean => {
    if (target.startsWith("node:")) return own.builtIns === "any" || own.builtIns.includes(target);
    if (!isOurs(target)) return own.packages.includes(target);
    return partOf(target) === part || own.parts.includes(partOf(target));
  };
  return wrong(path, imports, allowed);
}

/** An adapter may import the contracts, packages, and its own port's folder, but not the adapter beside it. */
function wrongInAdapter({ path, imports }: Source): readonly string[] {
  const allowed = (target: string): boolean => {
    if (target.startsWith("src/")) return inner.includes(partOf(target));
    return !target.startsWith("adapters/") || sameAdapter(path, target);
  };
  return wrong(path, imports, allowed);
}

/** `adapters/chat/slack/…` and `adapters/chat/terminal/…` are two; files directly in `adapters/chat` belong to both. */
function sameAdapter(from: string, to: string): boolean {
  const [, port, name, ...rest] = from.split("/");
  const [, otherPort, otherName, ...otherRest] = to.split("/");
  return port === otherPort && (name === otherName || rest.length === 0 || otherRest.length === 0);
}

const wrong = (
  path: string,
  imports: readonly string[],
  allowed: (target: string) => boolean,
): readonly string[] =>
  imports.filter((target) => !allowed(target)).map((target) => `${path} must not import ${target}`);

const isOurs = (target: string): boolean => target.startsWith("src/") || target.startsWith("adapters/");

/** `src/agent/step.ts` → `src/agent`, `src/cli.ts` → `src/cli`, `adapters/…` → `adapters`. */
function partOf(path: string): string {
  if (path.startsWith("adapters/")) return "adapters";
  if (/^src\/runtime\/doctor[/.]/.test(path)) return "src/runtime/doctor";
  return path.split("/").slice(0, 2).join("/").replace(/\.ts$/, "");
}
