/** Paths that differ only in upper and lower case, or of which one is a folder of the other, are one place on some file systems. */
export const cannotBeBeside = (one: string, other: string): boolean => {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
};
