import type { Component } from "./components.ts";
import { deliveryOf } from "./delivery.ts";
import type { Study } from "./study.ts";

/** A file of the result. */
export interface PlannedFile {
  readonly path: string;
  readonly why: string;
  /** True when the brief itself names or draws it. */
  readonly fromBrief: boolean;
}

const mostFiles = 40;

/** Files to write: those the brief draws or names, then one per component where its like lies. */
export const plannedFiles = (study: Pick<Study, "facts" | "components">): readonly PlannedFile[] => {
  const drawn = study.facts.layout
    .filter((entry) => !entry.path.endsWith("/"))
    .map((entry) => ({
      path: entry.path,
      why: `drawn in the brief under “${entry.section}”`,
      fromBrief: true,
    }));
  const bases = new Set(drawn.map((file) => file.path.split("/").at(-1)));
  const named = study.facts.files
    .filter((path) => !bases.has(path))
    .map((path) => ({ path, why: "named in the brief", fromBrief: true }));
  const own = study.components.map((component) => ({
    path: fileOf(component, study),
    why: component.job,
    fromBrief: false,
  }));
  const base = drawn.length > 0 ? [] : scaffold(study);
  const all = [...base, ...drawn, ...named, ...own];
  return [...new Map(all.map((file) => [file.path.toLowerCase(), file])).values()].slice(0, mostFiles);
};

const scaffold = (study: Pick<Study, "facts">): readonly PlannedFile[] => {
  const kind = deliveryOf(study.facts);
  const start =
    kind === "static site"
      ? "index.html"
      : kind === "document"
        ? "content/index.md"
        : `src/main.${extension(study)}`;
  return [
    { path: "README.md", why: "how to run it, in one screen", fromBrief: false },
    { path: start, why: "where everything begins", fromBrief: false },
  ];
};

/** Where a component's code lies: beside its like in the drawn tree, else under `src/`. */
export const fileOf = (component: Component, study: Pick<Study, "facts">): string => {
  const folders = study.facts.layout.filter((entry) => entry.path.endsWith("/")).map((entry) => entry.path);
  const wanted =
    component.role === "state" || component.role === "storage"
      ? /model|store|data/i
      : /controller|view|component|page|route/i;
  const folder =
    folders.find((path) => wanted.test(path)) ??
    folders.find((path) => /^(?:src|js|lib|app)\/$/.test(path)) ??
    "src/";
  return `${folder}${kebab(component.name)}.${extension(study)}`;
};

/** The test file of a component. */
export const testOf = (component: Component, study: Pick<Study, "facts">): string =>
  `test/${kebab(component.name)}.test.${extension(study)}`;

const kebab = (name: string): string => name.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, "-").toLowerCase();

const extensions: Readonly<Record<string, string>> = {
  Python: "py",
  Django: "py",
  Flask: "py",
  FastAPI: "py",
  TypeScript: "ts",
  Ruby: "rb",
  Rails: "rb",
  PHP: "php",
  Laravel: "php",
  Rust: "rs",
  Golang: "go",
  Java: "java",
  Kotlin: "kt",
  Swift: "swift",
  "C#": "cs",
  Elixir: "ex",
};

const extension = (study: Pick<Study, "facts">): string =>
  study.facts.technologies
    .filter((technology) => !technology.ruledOut)
    .map((technology) => extensions[technology.name])
    .find((found) => found !== undefined) ?? "js";
