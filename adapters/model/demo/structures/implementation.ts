import { tasksOf } from "../project/carrying.ts";
import { fileOf, plannedFiles, testOf } from "../project/files.ts";
import type { Study } from "../project/study.ts";
import { clipped } from "../project/wording.ts";
import { workOf } from "../project/work.ts";
import { knownOf } from "./known.ts";

/** The implementation plan as data. */
export const implementationOf = (study: Study) => {
  const tasks = new Map(tasksOf(study).map(({ id, carrier }) => [carrier.component.name, id]));
  const work = workOf(study);
  return {
    items: work.map(({ id, title, component, requirements, needs }) => ({
      id,
      title: clipped(title, 150),
      tasks: knownOf(study, "tasks", component === null ? [] : [tasks.get(component) ?? []].flat()),
      requirements: knownOf(study, "requirements", requirements),
      needs: needs.filter((need) => need !== id),
    })),
    files: filesOf(study).map(({ path, why, test }) => ({
      path,
      purpose: clipped(why, 150),
      items: work.filter(({ files }) => files.includes(path)).map(({ id }) => id),
      tests: test === null ? [] : [test],
    })),
  };
};

/** Every planned file once; one that several components share is tested with the first of them. */
const filesOf = (study: Study) => {
  const own = study.components.map((component) => ({
    path: fileOf(component, study),
    why: component.job,
    test: testOf(component, study),
  }));
  const planned = plannedFiles(study).map(({ path, why }) => ({
    path,
    why,
    test: own.find((file) => file.path === path)?.test ?? ownTest(path, own[0]?.test),
  }));
  return [
    ...new Map([...planned, ...own].toReversed().map((file) => [file.path, file])).values(),
  ].toReversed();
};

/** The file in which everything begins is tested together with the first part. */
const ownTest = (path: string, first: string | undefined): string | null =>
  /\.(?:js|ts|py|rb|php|rs|go|java|kt|swift|cs|ex)$/.test(path) ? (first ?? null) : null;
