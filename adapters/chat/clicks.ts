/** What a click on a button or a menu means; `project` is null where the thread says it. */
export type Click =
  | {
      readonly type: "decision";
      readonly project: string | null;
      readonly escalation: string;
      readonly rev: number;
      readonly choice: string;
    }
  | { readonly type: "button"; readonly project: string | null; readonly says: string };
