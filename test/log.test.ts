import { expect, test } from "vitest";
import { createLogger, type LogLevel } from "#src/log.ts";

const capture = (level: LogLevel) => {
  const lines: string[] = [];
  return { log: createLogger({ level, destination: { write: (line) => void lines.push(line) } }), lines };
};

test("a line has the level's name, a time a person can read, the fields and the message", () => {
  const { log, lines } = capture("info");
  log.warn({ project: "p-abc234", ms: 12 }, "posted late");
  expect(JSON.parse(lines.join(""))).toEqual({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    project: "p-abc234",
    ms: 12,
    msg: "posted late",
  });
});

test("lines below the level are left out", () => {
  const { log, lines } = capture("warn");
  log.debug({}, "no");
  log.info({}, "no");
  log.error({}, "yes");
  expect(lines).toHaveLength(1);
});

test("secrets show as [secret] by their name and by their shape, also in an error", () => {
  const { log, lines } = capture("info");
  const shapes = [
    "xoxb-1234567890-abcdef",
    "xapp-1-A02-abcdef",
    "sk-ant-api03-abcdefghijklmnop",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "ghp_abcdefghijklmnopqrstuvwxyz0123",
    `MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.${"z".repeat(27)}`,
  ];
  log.error(
    {
      err: new Error(`refused ${shapes.join(" ")} with Bearer abcdef123456`),
      token: "one",
      options: { apiKey: "two", nested: { password: "three" } },
    },
    "failed",
  );
  const line = lines.join("");
  for (const secret of [...shapes, "abcdef123456", '"one"', '"two"', '"three"'])
    expect(line).not.toContain(secret);
  expect(line).toContain("refused [secret]");
  expect(JSON.parse(line)).toMatchObject({ token: "[secret]", options: { apiKey: "[secret]" } });
});

test("ordinary words and ids are left alone", () => {
  const { log, lines } = capture("info");
  log.info(
    { project: "p-3f9k2m7q", effect: "p-3f9k2m7q:12:3", stage: "risk-assessment-and-mitigation" },
    "performed",
  );
  expect(JSON.parse(lines.join(""))).toMatchObject({
    effect: "p-3f9k2m7q:12:3",
    stage: "risk-assessment-and-mitigation",
  });
});
