import type { Project } from "../project/project.ts";
import type { Parts } from "../runtime/parts.ts";

/** The one line that scripts read, for `--json`. */
export interface Report {
  readonly project: string;
  readonly status: Project["status"];
  /** Stages and steps that are done. */
  readonly stages: number;
  readonly steps: number;
  readonly artifacts: readonly {
    readonly path: string;
    readonly phase: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  /** In the order in which they were raised; `choice` is null for one that was withdrawn. */
  readonly escalations: readonly { readonly kind: string; readonly choice: string | null }[];
  /** Messages in the conversation log. */
  readonly messages: number;
  readonly modelCalls: number;
  readonly tokens: { readonly in: number; readonly out: number };
  readonly ms: number;
}

/** What came of a project, from its row and from what is really on disk. */
export const reportOf = async (
  parts: Pick<Parts, "artifacts" | "history">,
  project: Project,
): Promise<Report> => ({
  project: project.id,
  status: project.status,
  stages: project.stages.filter((stage) => stage.state === "done").length,
  steps: project.stages
    .flatMap((stage) => [stage.plan, stage.produce])
    .filter((step) => step.state === "done").length,
  artifacts: (await parts.artifacts.list(project.id)).map(({ path, phase, sha256, bytes }) => ({
    path,
    phase,
    sha256,
    bytes,
  })),
  escalations: project.escalations.map((one) => ({ kind: one.kind, choice: one.decision?.choice ?? null })),
  messages: await countMessages(parts, project.id),
  modelCalls: project.usage.calls,
  tokens: { in: project.usage.tokensIn, out: project.usage.tokensOut },
  ms: (project.endedAt ?? project.startedAt) - project.startedAt,
});

const countMessages = async (parts: Pick<Parts, "history">, id: string): Promise<number> => {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Parts["history"]["page"]>> = await parts.history.page(id, {
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    count += page.envelopes.length;
    cursor = page.next;
  } while (cursor !== null);
  return count;
};
