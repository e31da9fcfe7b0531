import { createHash } from "node:crypto";
import type { Case } from "./cases.ts";
import { readCommits, type Evidence, type Stop } from "./evidence.ts";
import { fallbackOf, providerOf } from "./models.ts";
import { openStage, type Stage } from "./stage.ts";

const brief =
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

/** Longest time a project may work on without people: three waits of an hour that a provider asked for, and what is between them. */
const restMs = 5 * 3_600_000;
/** A person tries again so often at most. */
const mostStops = 3;

/** Plays one project to its end: when it stops, the provider is mended, and a person says `retry` and nothing else. */
export const play = async (one: Case): Promise<Evidence> => {
  const stage = await openStage(one);
  try {
    await stage.chat.slash("start", { brief });
    let rested = await rest(stage);
    const stops: Stop[] = [];
    for (let stop = stopOf(stage); stop !== null && stops.length < mostStops; stop = stopOf(stage)) {
      stops.push(stop);
      stage.mend();
      await sayRetry(stage);
      rested = (await rest(stage)) && rested;
    }
    return await gather(stage, one, { stops, rested });
  } finally {
    await stage.close();
  }
};

/** Nothing is left to be done, or only people can go on. */
const rest = (stage: Stage): Promise<boolean> =>
  stage.clock.until(() => stage.row().outbox.length === 0, restMs);

const stopOf = ({ row, chat }: Stage): Stop | null => {
  const escalation = row().escalations.find(({ state }) => state === "open");
  if (escalation === undefined) return null;
  return { escalation, posted: chat.platform.said.some(({ id }) => id === escalation.posted) };
};

const sayRetry = async ({ row, chat }: Stage): Promise<void> => {
  const { channel, thread } = row().chat;
  await chat.write({ channel, thread: thread ?? "" }, "retry");
};

const gather = async (
  stage: Stage,
  one: Case,
  end: Pick<Evidence, "stops" | "rested">,
): Promise<Evidence> => {
  const { parts, servers, spans, broken, chat } = stage;
  const row = stage.row();
  const infos = await parts.artifacts.list(row.id);
  const texts = await Promise.all(infos.map(({ path }) => parts.artifacts.read(row.id, path)));
  return {
    one,
    row,
    log: await Array.fromAsync(parts.history.commands(row.id)),
    ledger: await parts.ledger.list(row.id),
    served: {
      [providerOf(one.wire)]: servers.failing.served,
      ...(servers.fallback === null ? {} : { [providerOf(fallbackOf[one.wire])]: servers.fallback.served }),
    },
    spans,
    said: chat.platform.said,
    commits: await readCommits(stage.artifacts, row.id),
    files: new Map(
      infos.map(({ path, version }, i) => [path, { version, sha256: sha256(texts[i] ?? "") }] as const),
    ),
    broken,
    ...end,
  };
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
