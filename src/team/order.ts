/** Something that comes after other things. */
export interface Ordered {
  readonly id: string;
  readonly needs: readonly string[];
}

/** The items with every `needs` pointing back; items that could go first keep the order they came in. Needs a list without cycles. */
export function inOrder<Item extends Ordered>(items: readonly Item[]): readonly Item[] {
  const ordered: Item[] = [];
  const placed = new Set<string>();
  while (ordered.length < items.length) {
    const next = items.find(({ id, needs }) => !placed.has(id) && needs.every((need) => placed.has(need)));
    if (!next) break;
    placed.add(next.id);
    ordered.push(next);
  }
  return ordered;
}

/** Ids of one cycle in the direction of `needs`, first id repeated at the end; undefined when there is none. */
export function findCycle(items: readonly Ordered[]): readonly string[] | undefined {
  const placed = new Set(inOrder(items).map(({ id }) => id));
  const stuck = new Map(items.filter(({ id }) => !placed.has(id)).map((item) => [item.id, item]));
  const trail: string[] = [];
  // Every stuck item needs a stuck one, so the walk must meet an item again.
  let current = stuck.values().next().value;
  while (current) {
    const seen = trail.indexOf(current.id);
    trail.push(current.id);
    if (seen >= 0) return trail.slice(seen);
    current = stuck.get(current.needs.find((need) => stuck.has(need)) ?? "");
  }
  return undefined;
}

/** Ids of everything an item depends on, directly or not. */
export function ancestorsOf(id: string, items: readonly Ordered[]): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const need of items.find((item) => item.id === next)?.needs ?? []) {
      if (!found.has(need)) queue.push(need);
      found.add(need);
    }
  }
  return found;
}
