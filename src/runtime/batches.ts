/**
 * Handles items of one key in batches, in order: what arrives while a batch is handled waits and is handled together, and so
 * does what arrives in the same turn of the event loop.
 */
export interface Batches<Item, Result> {
  submit(key: string, item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** `handle` gives one result per item; when it throws, every item of the batch is told so. Keys do not wait for each other. */
export const createBatches = <Item, Result>(
  handle: (key: string, items: readonly Item[]) => Promise<readonly Result[]>,
): Batches<Item, Result> => {
  const queues = new Map<string, Waiting<Item, Result>[]>();

  const drain = async (key: string, queue: Waiting<Item, Result>[]): Promise<void> => {
    while (queue.length > 0) {
      await restOfTurn();
      await settle(key, queue.splice(0));
    }
    queues.delete(key);
  };

  const settle = async (key: string, batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await handle(
        key,
        batch.map(({ item }) => item),
      );
      if (results.length !== batch.length)
        throw new Error(`${batch.length} items gave ${results.length} results`);
      results.forEach((result, i) => batch[i]?.resolve(result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return {
    submit: (key, item) =>
      new Promise((resolve, reject) => {
        const waiting = { item, resolve, reject };
        const queue = queues.get(key);
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const fresh = [waiting];
        queues.set(key, fresh);
        void drain(key, fresh);
      }),
  };
};

/** Lets everything that this turn of the event loop still does happen first. Not a wait: no time passes that a clock would tell. */
const restOfTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
