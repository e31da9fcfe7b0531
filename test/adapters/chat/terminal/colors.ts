export const escape = String.fromCharCode(27);

const colors = new RegExp(`${escape}\\[[\\d;]*m`, "g");

/** A line without its colour codes, and with everything else that is in it. */
export const withoutColors = (line: string): string => line.replaceAll(colors, "");
