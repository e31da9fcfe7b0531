import { createGitArtifacts } from "#adapters/artifacts/git-artifacts.ts";
import { designWrite, project } from "../../contracts/artifact-write.ts";

/** Run as a process of its own by kill.test.ts: commits one effect after the other until it is killed, and says which it begins. */
const [folder = "", from = "1"] = process.argv.slice(2);
const artifacts = createGitArtifacts({ folder });
for (let n = Number(from); ; n += 1) {
  process.stdout.write(`${n}\n`);
  await artifacts.write(project, designWrite(n, `round ${n}\n`.repeat(500)));
}
