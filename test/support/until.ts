const everyMs = 5;

/** Resolves with the first thing that `look` finds; rejects when it finds nothing in `ms`. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  ms = 5_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`still not there after ${ms} ms: ${look.toString()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs);
    });
  }
}
