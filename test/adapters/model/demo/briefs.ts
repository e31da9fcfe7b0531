import { readFileSync } from "node:fs";
import path from "node:path";

/** A specification of a small web page: a tree of files, routes, fields in backticks, soft wordings, a ban. */
const plantBoard = `# Technical specification

This page describes the plant board, a single page app for the greenhouse. The plant app replaces a whiteboard.

## Structure

### Files

\`\`\`
index.html
css/
└── board.css
js/
├── board.js
└── models/
    └── plant.js
readme.md
\`\`\`

Try to keep to this structure. All folders must include a readme. Use npm for packages.

### Code

- Use single quotes in JS.
- The page should be written without any preprocessors (Sass).

## Functionality

### Empty board

When there are no plants, \`#list\` should be hidden.

### New plant

Pressing Enter creates the plant, appends it to the list, and clears the input.
Make sure to \`.trim()\` the name and check that it's not empty.
A plant has a name, a species, a place and a last watered date.

### Watering

Clicking the drop marks the plant as watered and toggles the class \`dry\` on its row.
A plant turns red after 7 days without water. Eg. a fern watered on Monday is red next Tuesday.

### Storage

The page should persist all plants to localStorage. If possible, use the keys \`id\`, \`name\`, \`watered\` for each plant.
Drafts should not be persisted.

### Views

The following routes should be implemented: \`#/\` (all), \`#/dry\` and \`#/watered\`. Make sure the view is kept on reload.
`;

const german = `# Vereinsbibliothek

Unser Verein verleiht Bücher, Spiele und Noten an seine Mitglieder.

## Ausleihe

- Jedes Mitglied muss ein Buch mit zwei Klicks ausleihen können.
- Eine Ausleihe dauert höchstens 21 Tage und darf einmal verlängert werden.
- Wenn möglich, soll die ISBN mit der Kamera gelesen werden.

## Bestand

Jedes Buch hat einen Titel, einen Autor und einen Zustand. Die Daten dürfen nicht in einer fremden Cloud liegen.
`;

const long = Array.from(
  { length: 1_300 },
  (_, n) =>
    `## Part ${n}\n\nRoom ${n} must show its ${n} seats. Clicking seat ${n} books it for 2 hours. It should not ring.\n\n- A guest cancels booking ${n}.\n`,
).join("\n");

/** Briefs of very different kinds. */
export const briefs = {
  plantBoard,
  sample: readFileSync(path.join(import.meta.dirname, "../../../../workflows/sample-brief.md"), "utf8"),
  oneLine: "Build a todo app for my team",
  german,
  long: `# Seat plan\n\n${long}`,
} as const;
