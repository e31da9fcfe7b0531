import { expect, test } from "vitest";
import { notice } from "#src/project/notices.ts";
import { until } from "../../inbound-stage.ts";
import { say } from "../../outbound-stage.ts";
import { startStage } from "./stage.ts";

test("what cannot be taken back is asked about once more, and nothing happens before", async () => {
  const { discord, received, open } = await startStage({ receive: async () => notice("Stopped") });
  const ada = discord.person("401");
  const place = await open({
    blocks: [
      {
        type: "buttons",
        project: null,
        buttons: [{ label: "Stop", says: "stop", intent: "danger", confirm: "End it for good?" }],
      },
    ],
  });
  await ada.click(place.thread, "Stop");
  const [asked] = ada.ephemerals();
  expect([asked?.text.startsWith("End it for good?"), received.length]).toEqual([true, 0]);
  const sure = await ada.click(asked?.id ?? "", "Stop");
  expect(sure.ackType).toBe(7);
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["Stopped"]);
  expect(received).toMatchObject([{ event: { type: "button", says: "stop", project: "p-abc234" } }]);
});

test("a question that was answered with yes is over: its button is gone, though nothing else is to be said", async () => {
  const { discord, received, open } = await startStage();
  const ada = discord.person("401");
  const buttons = [{ label: "Stop", says: "stop", intent: "danger" as const, confirm: "End it for good?" }];
  const place = await open({ blocks: [{ type: "buttons", project: null, buttons }] });
  await ada.click(place.thread, "Stop");
  const [asked] = ada.ephemerals();
  expect((await ada.click(asked?.id ?? "", "Stop")).failure).toBeNull();
  expect(received).toMatchObject([{ event: { type: "button", says: "stop", project: "p-abc234" } }]);
  expect(ada.ephemerals().map(({ text }) => text)).toEqual(["Done."]);
});

test("who has to be asked back, or offered something, does not wait for Discord to take posts again", async () => {
  const suggest = async () => [{ name: "Software", value: "sdlc" }];
  const { discord, open, outbound } = await startStage({ suggest });
  const ada = discord.person("401");
  const buttons = [{ label: "Stop", says: "stop", intent: "danger" as const, confirm: "For good?" }];
  const place = await open({ blocks: [{ type: "buttons", project: null, buttons }] });
  discord.fault({ operation: "create_message", wrong: { retryAfter: 4, global: true } });
  const posting = outbound.post(place, "p-abc234:9:1", say("held back"));
  await until(() => discord.callsOf("create_message").some(({ answered }) => answered === 429));
  const clicked = await ada.click(place.thread, "Stop");
  const offered = await ada.complete(place.thread, "start", {
    focused: "workflow",
    options: { workflow: "" },
  });
  expect([clicked.failure, ada.ephemerals()[0]?.text, offered]).toEqual([
    null,
    expect.stringContaining("For good?"),
    [{ name: "Software", value: "sdlc" }],
  ]);
  await posting;
});
