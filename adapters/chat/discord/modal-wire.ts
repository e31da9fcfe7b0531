import type { SelectOption, TextDisplay } from "./components-wire.ts";

export interface TextInput {
  readonly type: 4;
  readonly custom_id: string;
  /** 1 is one line, 2 is many. */
  readonly style: 1 | 2;
  readonly required: boolean;
  readonly max_length: number;
  readonly value?: string;
  readonly placeholder?: string;
}

export interface ModalSelect {
  readonly type: 3;
  readonly custom_id: string;
  readonly required: boolean;
  readonly options: readonly SelectOption[];
  readonly min_values: 0 | 1;
  readonly max_values: 1;
}

export interface UserSelect {
  readonly type: 5;
  readonly custom_id: string;
  readonly required: boolean;
  readonly min_values: 0 | 1;
  readonly max_values: number;
  readonly default_values?: readonly { readonly id: string; readonly type: "user" }[];
}

export interface FileUpload {
  readonly type: 19;
  readonly custom_id: string;
  readonly required: boolean;
  readonly min_values: 0 | 1;
  readonly max_values: number;
}

export interface Label {
  readonly type: 18;
  readonly label: string;
  readonly description?: string;
  readonly component: TextInput | ModalSelect | UserSelect | FileUpload;
}

export type ModalComponent = Label | TextDisplay;

/** The `data` of an interaction's answer that opens a modal (type 9). */
export interface WireModal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly ModalComponent[];
}
