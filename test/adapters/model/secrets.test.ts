import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { wires } from "../../support/provider-servers/wires.ts";
import { key, modelAt, never, reply, request, serve, ways } from "./models.ts";

const ambient = {
  ANTHROPIC_API_KEY: "ambient-key-1",
  ANTHROPIC_AUTH_TOKEN: "ambient-token-1",
  ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
  ANTHROPIC_PROFILE: "somebody",
  ANTHROPIC_LOG: "debug",
  ANTHROPIC_CUSTOM_HEADERS: "x-ambient: 1",
  OPENAI_API_KEY: "ambient-key-2",
  OPENAI_ADMIN_KEY: "ambient-admin-2",
  OPENAI_BASE_URL: "http://127.0.0.1:9",
  OPENAI_ORG_ID: "ambient-organization",
  OPENAI_PROJECT_ID: "ambient-project",
  OPENAI_LOG: "debug",
  OPENAI_CUSTOM_HEADERS: "x-ambient: 1\nAuthorization: Bearer ambient",
};

beforeEach(() => {
  for (const [name, value] of Object.entries(ambient)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Everything that is written to the console meanwhile. */
const writtenDuring = async (act: () => Promise<unknown>): Promise<string> => {
  const paper = new PassThrough({ encoding: "utf8" });
  const real = globalThis.console;
  globalThis.console = new Console(paper, paper);
  try {
    await act();
  } finally {
    globalThis.console = real;
  }
  return String(paper.read() ?? "");
};

test.each(ways)(
  "nothing is taken from the environment, and nothing is logged ($wire, $way)",
  async ({ wire, streaming }) => {
    const server = await serve(() => reply(wire, streaming));
    const logged = await writtenDuring(async () => {
      await modelAt(wire, server.url, { streaming }).complete(request(), never);
      await modelAt(wire, server.url, { streaming, apiKey: null }).complete(request(), never);
    });
    expect(server.arrived.map((arrived) => arrived.key)).toEqual(["present", "absent"]);
    expect(server.arrived.flatMap(({ headers }) => headers)).not.toContain("x-ambient");
    expect(server.arrived.flatMap(({ headers }) => headers).join(" ")).not.toMatch(/openai-(organi|project)/);
    expect(logged).toBe("");
  },
);

test.each(ways)(
  "a key that the provider repeats is not repeated to people ($wire, $way)",
  async ({ wire, streaming }) => {
    const body = JSON.stringify(wires[wire].error("authentication_error")).replace(
      "the provider's own words",
      `Incorrect key: ${key}, also known as sk-abcd****************6789`,
    );
    const server = await serve(() => ({ status: 401, body }));
    const asked = modelAt(wire, server.url, { streaming }).complete(request(), never);
    await expect(asked).rejects.toMatchObject({
      message: expect.stringMatching(/refused the key \(401, .+\[secret\], also known as \[secret\]\)/),
    });
  },
);
