const epoch = 1_420_070_400_000n;

/** Makes ids like Discord's: they say when they were made, and every one is greater than those before it. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fresh = (BigInt(now()) - epoch) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return String(last);
  };
}

/** When an id was made, in milliseconds. */
export const timeOf = (id: string): number => Number((BigInt(id) >> 22n) + epoch);

/** Sorts ids oldest first. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  const [left, right] = [BigInt(a.id), BigInt(b.id)];
  return left < right ? -1 : left > right ? 1 : 0;
}
