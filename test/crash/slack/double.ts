import { problemsOf, problemsOfView } from "../../adapters/chat/slack/block-rules.ts";
import { startSlack } from "../../support/slack/slack.ts";
import type { Seat } from "../chat/plans.ts";
import type { Double } from "../chat/platform.ts";
import { ack, kindOf } from "./calls.ts";
import { look } from "./look.ts";
import { createSelf } from "./self.ts";
import { createSight } from "./sight.ts";
import { createTelling } from "./told.ts";

/** Slack delivers again what was not acknowledged: so often, and after so long. */
const redeliver = Array.from({ length: 200 }, () => 1_500);

/** A Slack with these people in it. */
export const openDouble = async (seats: readonly Seat[]): Promise<Double> => {
  const mentioned = seats.map(({ id }) => id);
  const slack = await startSlack({
    lifetimes: { redeliver },
    problemsOf: (shown, surface) =>
      surface === "message" ? problemsOf(shown, mentioned) : problemsOfView(shown),
  });
  for (const { channel } of seats)
    if (channel !== "C0GENERAL") await slack.channel(channel, { name: channel.slice(2).toLowerCase() });
  const persons = await Promise.all(seats.map(({ id, name }) => slack.person(id, { name })));
  const telling = createTelling();
  return {
    env: {
      SLACK_BOT_TOKEN: slack.app.botToken,
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_SIGNING_SECRET: "",
      SLACK_API_URL: slack.apiUrl,
    },
    people: new Map(persons.map((person) => [person.id, createSelf(person, telling.told)])),
    sight: createSight(slack, (id) => persons.find((one) => one.id === id), telling.told),
    said: () => slack.posts.length,
    onMoment: (reached) => {
      const endings = [
        // A call that a dead process made is never done, or never answered.
        slack.onCall((when, call) =>
          reached(when, kindOf(call)) ? new Promise(() => undefined) : undefined,
        ),
        telling.onAck(() => void reached("after", ack)),
      ];
      return () => endings.forEach((end) => end());
    },
    look: (projects) => look({ slack, persons }, projects),
    close: slack.close,
  };
};
