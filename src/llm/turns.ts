/** Things that wait, in fair order: projects take turns, and within a project the first one comes first. */
export interface Turns<T> {
  size(): number;
  /** The returned function takes it out again; false when it had its turn already. */
  add(project: string, one: T): () => boolean;
  /** Whose turn it is. */
  peek(): T | undefined;
  /** Gives it its turn: the next project is now first, and this one comes after all others that wait. */
  shift(): T | undefined;
}

export const createTurns = <T>(): Turns<T> => {
  // Both kinds of collection keep the order in which things were put in.
  const projects = new Map<string, Set<T>>();
  const remove = (project: string, one: T): boolean => {
    const waiting = projects.get(project);
    const was = waiting?.delete(one) ?? false;
    if (waiting?.size === 0) projects.delete(project);
    return was;
  };
  const first = (): { readonly project: string; readonly one: T } | undefined => {
    for (const [project, waiting] of projects) for (const one of waiting) return { project, one };
    return undefined;
  };
  return {
    size: () => projects.values().reduce((sum, waiting) => sum + waiting.size, 0),
    add: (project, one) => {
      projects.set(project, (projects.get(project) ?? new Set()).add(one));
      return () => remove(project, one);
    },
    peek: () => first()?.one,
    shift: () => {
      const turn = first();
      if (turn === undefined) return undefined;
      const waiting = projects.get(turn.project);
      remove(turn.project, turn.one);
      if (waiting !== undefined && waiting.size > 0) {
        projects.delete(turn.project);
        projects.set(turn.project, waiting);
      }
      return turn.one;
    },
  };
};
