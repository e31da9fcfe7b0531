import type { ArtifactWrite } from "#src/ports/artifacts.ts";

export const project = "p-3f9k2m7q";

/** A write of one design file; `n` makes its effect and its time. */
export function designWrite(n: number, text: string, change: Partial<ArtifactWrite> = {}): ArtifactWrite {
  return {
    effect: `${project}:${n}:1`,
    agent: { id: "architect", name: "Architect" },
    step: "design.produce",
    title: `Design, round ${n}`,
    at: 1_700_000_000_000 + n * 1_000,
    files: [{ path: "design/architecture.md", phase: "design", text }],
    dependsOn: ["requirements/prd.md"],
    ...change,
  };
}
