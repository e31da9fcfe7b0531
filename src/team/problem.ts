/** Something in a workflow that contradicts the rest of it. `path` leads to the value, `text` is read after it. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  /** Where inside the value, when it is a text that is itself read: UTF-16 units from its start. */
  readonly at?: number;
}
