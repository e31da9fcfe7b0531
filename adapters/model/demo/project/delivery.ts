import type { Facts } from "../brief/facts.ts";

/** How the result reaches people. */
export type DeliveryKind = "static site" | "service" | "app" | "package" | "document";

/** Guesses from the words of the brief how the result is delivered. */
export const deliveryOf = (facts: Facts): DeliveryKind => {
  const text = `${facts.brief.title} ${facts.brief.statements
    .slice(0, 500)
    .map((statement) => statement.text)
    .join(" ")}`;
  const named = (name: string): boolean =>
    facts.technologies.some((technology) => technology.name === name && !technology.ruledOut);
  if (/\b(?:ios|android|app store|flutter)\b/i.test(text) && !/\bno app\b/i.test(text)) return "app";
  if (named("localStorage") || named("IndexedDB") || /\bstatic (?:site|page)|single.page\b/i.test(text))
    return "static site";
  if (
    /\b(?:server|database|api|team|accounts?|log ?in|backend|email|daemon|bot|multi-?user|cloud)\b/i.test(
      text,
    )
  )
    return "service";
  if (/\b(?:cli|command.line|library|package|sdk|plugin)\b/i.test(text)) return "package";
  if (/\b(?:campaign|report|article|newsletter|study|strategy|workshop)\b/i.test(text)) return "document";
  return /\b(?:html|browser|web ?page|website)\b/i.test(text) ? "static site" : "service";
};

/** Where each kind is put, and what is put back when it goes wrong. */
export const shapes: Readonly<Record<DeliveryKind, { readonly place: string; readonly unit: string }>> = {
  "static site": { place: "any server that hands out files", unit: "files" },
  service: { place: "one process on one machine", unit: "program" },
  app: { place: "the store's test track", unit: "signed package" },
  package: { place: "the package registry", unit: "package" },
  document: { place: "a shared folder", unit: "edition" },
};

/** Records that never leave the device need no copy and no address. */
export const inBrowser = (facts: Facts): boolean => deliveryOf(facts) === "static site";

/** The commands the named tools have for installing, checking and building; null for tools without one. */
export const commandsOf = (
  facts: Facts,
): { readonly install: string; readonly check: string; readonly build: string } => {
  const packaging = facts.technologies.find(
    (technology) => technology.kind === "packaging" && !technology.ruledOut,
  )?.name;
  const node = facts.technologies.some(
    (technology) =>
      technology.name === "Node" ||
      technology.name === "JavaScript" ||
      technology.name === "TypeScript" ||
      technology.name === "JS",
  );
  if (packaging === "pip" || facts.technologies.some((technology) => technology.name === "Python"))
    return { install: "pip install -r requirements.txt", check: "pytest", build: "python -m build" };
  if (packaging === "Cargo")
    return { install: "cargo fetch", check: "cargo test", build: "cargo build --release" };
  if (packaging === "Gradle" || packaging === "Maven")
    return { install: "./gradlew dependencies", check: "./gradlew test", build: "./gradlew build" };
  return packaging !== undefined || node
    ? { install: "npm ci", check: "npm test", build: "npm run build --if-present" }
    : { install: "./tools/install", check: "./tools/check", build: "./tools/build" };
};
