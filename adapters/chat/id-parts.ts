/** A part of an id whose parts stand between `|`; a part that is only `-` means that there is none. */
export const idPart = (text: string | null): string => {
  if (text === null) return "-";
  return text === "-" ? "%2D" : text.replaceAll("%", "%25").replaceAll("|", "%7C");
};

/** The same read back. */
export const readIdPart = (text: string): string | null =>
  text === "-"
    ? null
    : text.replaceAll(/%(25|7C|2D)/g, (_, code: string) => ({ "25": "%", "7C": "|" })[code] ?? "-");

/** A number of at most 15 digits; null for anything else. */
export const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
