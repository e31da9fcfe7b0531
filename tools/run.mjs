// node tools/run.mjs FILE [arguments…]: runs a TypeScript file of the project, whatever Node is on the PATH.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onNode24 } from "./node24.mjs";

await onNode24(() => {
  const file = path.resolve(process.argv[2]);
  process.argv.splice(1, 2, file);
  return import(pathToFileURL(file).href);
});
