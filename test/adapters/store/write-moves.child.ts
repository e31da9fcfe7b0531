import { createHistory } from "#adapters/store/history.ts";
import { lockFolder } from "#adapters/store/lock.ts";
import { createProjectStore } from "#adapters/store/projects.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { sampleEnvelope, sampleMove, sampleProject } from "../../contracts/samples.ts";

/** Moves one project on and on as the runtime does, and prints each version once it is saved. */
const folder = process.argv[2] ?? "";
await lockFolder(folder);
const store = createProjectStore(await openDatabase({ folder }));
const history = createHistory({ folder });
const start = (await store.load("p-abc234"))?.version ?? 0;
await history.repair("p-abc234", start);
for (let version = start + 1; ; version++) {
  const said = [
    sampleEnvelope(version, { to: "developer" }),
    sampleEnvelope(version, { from: "system", content: { text: "x".repeat(6_000), data: {} } }),
  ];
  await history.append("p-abc234", [sampleMove(version, { envelopes: said, spec: { version, patch: [] } })]);
  if (!(await store.save(sampleProject({ version }), version - 1)))
    throw new Error(`version ${version} was refused`);
  process.stdout.write(`${version}\n`);
}
