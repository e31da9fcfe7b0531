/** Values by key, of which only the newest are kept. */
export interface Recent<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
}

/**
 * Keeps `limit` values; each new key takes the place of the oldest one. Places are overwritten, since a Map that is added to
 * and deleted from for ever keeps what it has forgotten alive until the next full garbage collection.
 */
export const createRecent = <V>(limit: number): Recent<V> => {
  const places: { readonly key: string; readonly value: V }[] = [];
  let next = 0;
  const placeOf = (key: string): number => places.findIndex((place) => place.key === key);
  return {
    get: (key) => places[placeOf(key)]?.value,
    set: (key, value) => {
      const found = placeOf(key);
      places[found === -1 ? next : found] = { key, value };
      if (found === -1) next = (next + 1) % limit;
    },
    delete: (key) => {
      const found = placeOf(key);
      if (found !== -1) places.splice(found, 1);
      next = places.length % limit;
    },
  };
};
