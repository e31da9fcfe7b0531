/** All text that Slack would show of blocks, in the order in which it shows it. */
export const seen = (blocks: unknown): string => pieces(blocks).join(" ");

const texts = new Set(["text", "url"]);

const pieces = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(pieces);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    // What a dialog asks later is not seen.
    if (key === "confirm" || key === "placeholder") return [];
    return texts.has(key) && typeof inner === "string" ? [inner] : pieces(inner);
  });
};
