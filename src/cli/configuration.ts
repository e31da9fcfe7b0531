import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { readConfig, type Config } from "../config.ts";
import { BotArmyError } from "../errors.ts";
import { readYamlFile } from "./read-file.ts";

/** The folder of this product. */
export const productRoot = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Reads the environment, `.env` and `botarmy.yml` in the product's folder; what comes first wins. The data folder is
 * `given` (a flag), else the configured one. Throws BotArmyError `config-invalid` with every problem.
 */
export const configuration = async (given?: string): Promise<Config> => {
  loadEnvironment(path.join(productRoot, ".env"));
  const file = path.join(productRoot, "botarmy.yml");
  const config = readConfig(
    existsSync(file) ? await readYamlFile(file, "config-invalid") : null,
    process.env,
  );
  const data = given === undefined ? path.resolve(productRoot, config.data) : path.resolve(given);
  return { ...config, data };
};

const loadEnvironment = (file: string): void => {
  if (!existsSync(file)) return;
  try {
    process.loadEnvFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BotArmyError("config-invalid", `${file} cannot be read (${reason}); mend it or move it away`, {
      cause,
    });
  }
};
