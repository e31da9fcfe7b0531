import nock from "nock";
import { afterEach, expect, test } from "vitest";
import type { Model } from "#src/ports.ts";
import { wires, type WireName } from "../../support/provider-servers/wires.ts";
import { key, modelAt, never, request, said } from "./models.ts";

afterEach(() => {
  nock.cleanAll();
  nock.restore();
});

const vendors: readonly { wire: WireName; host: string; path: string; baseUrl: string | null }[] = [
  { wire: "anthropic", host: "https://api.anthropic.com", path: "/v1/messages", baseUrl: null },
  { wire: "responses", host: "https://api.openai.com", path: "/v1/responses", baseUrl: null },
  {
    wire: "chat",
    host: "https://generativelanguage.googleapis.com",
    path: "/v1beta/openai/chat/completions",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai/",
  },
];

test.each(vendors)(
  "without other words, $wire is asked at $host with our key",
  async ({ wire, host, path, baseUrl }) => {
    if (!nock.isActive()) nock.activate();
    const exchange = nock(host, { reqheaders: { authorization: `Bearer ${key}` } })
      .post(path)
      .reply(200, wires[wire].plain(said));
    const model: Model = modelAt(wire, "", { baseUrl });
    const { text } = await model.complete(request(), never);
    expect(text).toBe(said.text);
    expect(exchange.isDone()).toBe(true);
  },
);
