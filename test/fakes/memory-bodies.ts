import { createHash } from "node:crypto";
import { BotArmyError } from "#src/errors.ts";
import type { Bodies } from "#src/ports.ts";

/** Texts in memory. */
export const memoryBodies = (): Bodies => {
  const texts = new Map<string, string>();
  return {
    put: async (text) => {
      const bytes = Buffer.from(text, "utf8");
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      texts.set(sha256, text);
      return { sha256, bytes: bytes.length };
    },
    get: async ({ sha256 }) => {
      const text = texts.get(sha256);
      if (text === undefined) throw new BotArmyError("body-missing", `There is no body ${sha256}.`);
      return text;
    },
  };
};
