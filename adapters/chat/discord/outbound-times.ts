/** Discord counts from the beginning of 2015, and writes the time into the upper bits of every id. */
const epochMs = 1_420_070_400_000n;

/** Is it an id of Discord's? */
export const isId = (text: string): boolean => /^\d{15,20}$/.test(text);

/** When something was made, by its id: milliseconds since 1970. */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + epochMs);
