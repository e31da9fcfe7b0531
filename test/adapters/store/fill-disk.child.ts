import { createHistory } from "#adapters/store/history.ts";
import { BotArmyError } from "#src/errors.ts";
import { sampleMove } from "../../contracts/samples.ts";

/** Appends until the limit on file sizes stops it, and prints the last version that was written and the error's code. */
const history = createHistory({ folder: process.argv[2] ?? "" });
for (let version = 1; ; version++) {
  try {
    await history.append("p-abc234", [sampleMove(version)]);
  } catch (error) {
    console.log(JSON.stringify([version - 1, error instanceof BotArmyError ? error.code : String(error)]));
    break;
  }
}
