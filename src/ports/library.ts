/** A text file that describes agents, workflows or prompts. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Role, workflow and prompt files, read afresh each time. */
export interface Library {
  agents(): Promise<readonly SourceFile[]>;
  workflows(): Promise<readonly SourceFile[]>;
  prompts(): Promise<readonly SourceFile[]>;
}
