/** Lets those who come wait for each other. */
export interface Crowd {
  /** Resolves when as many are there as are expected, or when nobody has come for a while. */
  join(): Promise<void>;
}

/** How long nobody may come while the first crowd gathers: its processes are still starting. */
const firstQuietMs = 5_000;
const quietMs = 150;

/** `size` are expected each time; later on some of them may never come again. */
export const createCrowd = (size: number): Crowd => {
  let waiting: (() => void)[] = [];
  let joined = 0;
  let timer: NodeJS.Timeout | undefined;
  const go = (): void => {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  return {
    join: () =>
      new Promise((resolve) => {
        joined += 1;
        waiting.push(resolve);
        clearTimeout(timer);
        if (waiting.length >= size) go();
        else timer = setTimeout(go, joined <= size ? firstQuietMs : quietMs);
      }),
  };
};
