import type { Delivery, Inbox, Notes } from "#src/ports/inbox.ts";

/** Deliveries in memory. Ids are never forgotten. */
export const memoryInbox = (): Inbox => {
  const deliveries = new Map<string, Delivery | null>();
  return {
    put: async (delivery) => {
      if (deliveries.has(delivery.id)) return false;
      deliveries.set(delivery.id, { ...delivery });
      return true;
    },
    done: async (id) => {
      if (deliveries.has(id)) deliveries.set(id, null);
    },
    open: async () => [...deliveries.values()].filter((delivery) => delivery !== null),
  };
};

/** Notes in memory, never forgotten. */
export const memoryNotes = (): Notes => {
  const notes = new Map<string, string>();
  return {
    get: async (key) => notes.get(key),
    put: async (key, value) => {
      notes.set(key, value);
    },
  };
};
