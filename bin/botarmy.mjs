#!/usr/bin/env node
import { onNode24 } from "../tools/node24.mjs";

await onNode24(async () => {
  const { main } = await import("../src/cli.ts");
  process.exitCode = await main(process.argv.slice(2));
});
