import type { Brief, Statement } from "./brief.ts";
import { strengthOf } from "./modality.ts";

/** What a technology is for. */
export type TechnologyKind =
  | "language"
  | "framework"
  | "storage"
  | "packaging"
  | "hosting"
  | "interface"
  | "channel"
  | "format"
  | "device";

/** A technology the brief names. */
export interface Technology {
  readonly name: string;
  readonly kind: TechnologyKind;
  /** The statement that names it best. */
  readonly statement: Statement;
  /** True when the brief says that it must not be used. */
  readonly ruledOut: boolean;
}

const known: readonly (readonly [TechnologyKind, string])[] = [
  [
    "storage",
    "localStorage IndexedDB SQLite PostgreSQL Postgres MySQL MariaDB MongoDB Redis DynamoDB Firebase Firestore Supabase S3 Elasticsearch",
  ],
  [
    "framework",
    "Backbone React Vue Angular Svelte Ember jQuery Django Flask FastAPI Rails Laravel Symfony Spring Next.js Nuxt Astro Express.js Fastify Flutter Electron Qt Unity Godot WordPress",
  ],
  [
    "language",
    "HTML CSS JavaScript JS TypeScript Python Java Kotlin Swift Rust Golang Ruby PHP C# C++ Elixir Scala Bash SQL Sass CoffeeScript",
  ],
  ["packaging", "npm yarn pnpm pip Poetry Maven Gradle Cargo Composer webpack Vite Homebrew"],
  [
    "hosting",
    "Docker Kubernetes AWS Azure GCP Heroku Netlify Vercel Cloudflare Node Nginx Linux Windows macOS Lambda",
  ],
  [
    "interface",
    "REST GraphQL gRPC WebSocket WebSockets webhook webhooks OAuth SAML SSO API MQTT Bluetooth NFC",
  ],
  ["channel", "email e-mail SMS Slack Discord Telegram WhatsApp Signal push Stripe PayPal Twilio E-Mail"],
  ["format", "JSON CSV PDF XML YAML Markdown Excel iCal ICS QR ZIP PNG SVG"],
  [
    "device",
    "iOS Android iPhone iPad iPads tablet tablets phone phones smartphone kiosk scanner printer Arduino",
  ],
];

const kindByName = new Map(
  known.flatMap(([kind, names]) =>
    names.split(" ").map((name) => [name.toLowerCase(), { kind, name }] as const),
  ),
);

/** Words that are technologies only in this spelling. */
const exactOnly = new Set([
  "react",
  "express",
  "swift",
  "rust",
  "spring",
  "java",
  "signal",
  "push",
  "unity",
  "ember",
  "flask",
  "rails",
  "composer",
  "poetry",
  "bash",
  "node",
  "vue",
  "js",
  "rest",
  "api",
  "qr",
  "zip",
  "slack",
  "discord",
  "s3",
  "scanner",
  "qt",
  "astro",
  "python",
  "ruby",
  "backbone",
  "lambda",
  "cargo",
  "maven",
  "django",
  "scala",
  "sass",
  "electron",
  "angular",
]);

/** In such a sentence a name is an illustration, not a choice. */
const onlyMentioned = /\b(?:reference implementation|for example|example of|e\.g\.|compare|such as)\b/i;

/** Technologies in the order in which the brief names them. */
export const technologiesOf = (brief: Brief): readonly Technology[] => {
  const found = new Map<string, Technology>();
  for (const statement of brief.statements)
    for (const word of statement.text.match(/[\p{L}][\p{L}\p{N}.+#-]*[\p{L}\p{N}+#]|[A-Z]/gu) ?? []) {
      const hit = lookup(word);
      if (hit === undefined || onlyMentioned.test(statement.text)) continue;
      const ruledOut = strengthOf(statement.text) === "not" || ruledOutBy(statement.text, word);
      const before = found.get(hit.name);
      if (before === undefined || rank(statement, ruledOut) > rank(before.statement, before.ruledOut))
        found.set(hit.name, { ...hit, statement, ruledOut });
    }
  return [...found.values()];
};

const lookup = (word: string): { kind: TechnologyKind; name: string } | undefined => {
  const lower = word.toLowerCase().replace(/^(.*)\.(?!js$).*$/, "$1");
  const hit = kindByName.get(lower);
  if (hit === undefined || (exactOnly.has(lower) && !word.startsWith(hit.name))) return undefined;
  return hit;
};

const ruledOutBy = (text: string, word: string): boolean => {
  const at = text.search(/\b(?:without|instead of|rather than|except|no)\b/i);
  return at >= 0 && text.indexOf(word) > at;
};

const rank = (statement: Statement, ruledOut: boolean): number => {
  const strength = { must: 3, not: 3, should: 3, none: 2, could: 1 }[strengthOf(statement.text)];
  return strength - (ruledOut ? 1 : 0);
};
