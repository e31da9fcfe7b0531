import type { Phase } from "../project/words.ts";

/** A file to write into a project's repository. */
export interface ArtifactFile {
  readonly path: string;
  readonly phase: Phase;
  readonly text: string;
}

/** One commit to make. `effect` makes it once-only: it is kept as a trailer and looked for before the commit is repeated. */
export interface ArtifactWrite {
  readonly effect: string;
  readonly agent: { readonly id: string; readonly name: string };
  /** `brief` or `{stage}.{step}`. */
  readonly step: string;
  readonly title: string;
  readonly at: number;
  readonly files: readonly ArtifactFile[];
  readonly dependsOn: readonly string[];
}

/** What is known of a file's newest version. */
export interface ArtifactInfo {
  /** `{path}@{version}`. */
  readonly id: string;
  readonly path: string;
  readonly phase: Phase;
  readonly agent: string;
  readonly step: string;
  readonly version: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly dependsOn: readonly string[];
}

/** One version of a file, newest first. */
export interface ArtifactVersion {
  readonly version: number;
  readonly commit: string;
  readonly at: number;
  readonly agent: string;
  readonly title: string;
}

/** Who makes an old version the newest one, once only by its effect. */
export interface ArtifactRestore {
  readonly effect: string;
  readonly by: string;
  readonly at: number;
}

/** Versioned files: one git repository per project, one commit per step. */
export interface Artifacts {
  /** Writes and commits, unless a commit for this effect exists already; then returns that one. */
  write(project: string, write: ArtifactWrite): Promise<{ commit: string }>;
  /** Newest version, or a given one. Throws BotArmyError `artifact-missing`. */
  read(project: string, path: string, version?: number): Promise<string>;
  list(project: string): Promise<readonly ArtifactInfo[]>;
  history(project: string, path: string): Promise<readonly ArtifactVersion[]>;
  /** Unified diff between two versions of a file; `from` 0 is the empty file. */
  diff(
    project: string,
    between: { readonly path: string; readonly from: number; readonly to: number },
  ): Promise<string>;
  /** Makes an old version the newest one, as a new commit. */
  restore(
    project: string,
    old: { readonly path: string; readonly version: number },
    write: ArtifactRestore,
  ): Promise<{ commit: string }>;
  /** Every current file with its metadata, as one zip. */
  zip(project: string): Promise<Uint8Array>;
  delete(project: string): Promise<void>;
}
