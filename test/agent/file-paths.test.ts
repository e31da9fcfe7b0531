import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathFault } from "#adapters/artifacts/artifact-path.ts";
import { assignmentOf } from "#src/agent/assignment.ts";
import { pathsProblem } from "#src/agent/file-paths.ts";
import { memoryBodies } from "../fakes/memory-bodies.ts";
import { runOrder, sampleProject } from "../fakes/sample-project.ts";

const project = await sampleProject(memoryBodies());
const assignment = assignmentOf(project, runOrder("analyze", "produce"));
const own = "requirements/requirements.md";

// A file that the repository refuses would be tried again for ever, and hold up all that comes after it.
describe("file paths that a step may write", () => {
  it("refuse what cannot lie beside a file of the project, on any disk and whoever wrote it", () => {
    const [first] = project.artifacts;
    if (first === undefined) throw new Error("the sample has artifacts");
    const superseded = { ...first, path: "requirements/Notes.md", superseded: true };
    const later = { ...assignment, project: { ...project, artifacts: [...project.artifacts, superseded] } };
    expect(pathsProblem(["requirements/Notes.md"], later)).toBeNull();
    expect(pathsProblem(["requirements/notes.md"], later)).toBe(
      "the path requirements/notes.md cannot lie beside requirements/Notes.md: take exactly that path, or another name",
    );
    expect(pathsProblem(["requirements/notes.md/a.md"], later)).toContain("beside requirements/Notes.md");
    expect(pathsProblem(["requirements/a.md", "requirements/a.md/b.md"], assignment)).toContain("beside");
    expect(pathsProblem([`${own}/b.md`], assignment)).toContain(`beside ${own}`);
  });

  it("allow nothing that the repository would refuse for ever", () => {
    const part = fc.string({
      unit: fc.constantFrom(..."aB.-_@([+)]1~ ".split("")),
      minLength: 1,
      maxLength: 6,
    });
    const name = fc.tuple(part, fc.constantFrom(".md", ".ts", "", ".")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), name, (folders, file) => {
        const path = ["requirements", ...folders, file].join("/");
        fc.pre(pathsProblem([path], assignment) === null);
        expect(pathFault(path, "requirements")).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
