/** Columns that a fixed-width font draws twice as wide. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u;
const invisible = /[\p{M}\p{Cf}]/u;

/**
 * A table in a fixed-width font: columns aligned, a rule below the header. Null when it is wider than `most` columns or has a line feed
 * in a cell. All rows have as many cells as `columns`.
 */
export const alignedTable = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
): string | null => {
  const hasHeader = columns.some((name) => name !== "");
  const all = hasHeader ? [columns, ...rows] : rows;
  const widths = columns.map((_, i) => Math.max(1, ...all.map((row) => widthOf(row[i] ?? ""))));
  if (widths.reduce((sum, width) => sum + width + 2, -2) > most) return null;
  const lines = all.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return (hasHeader ? [lines[0] ?? "", rule, ...lines.slice(1)] : lines).join("\n");
};

const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (wide.test(letter) ? 2 : invisible.test(letter) ? 0 : 1), 0);
