import { describe, expect, it } from "vitest";
import { sdlc, withStages } from "./samples.ts";
import { decides, fails, given, playsUntil, runningStep, started } from "./scenario.ts";

describe("more time", () => {
  it("is given twice over, to this and the following steps", () => {
    const late = given(started(), playsUntil("design.produce"), fails({ kind: "timeout" })).when(
      decides("longer"),
    );
    expect(runningStep(late.project).timeoutMs).toBe(600_000);
    const again = given(
      started(),
      playsUntil("design.produce"),
      fails({ kind: "timeout" }),
      decides("longer"),
      fails({ kind: "timeout" }),
    ).when(decides("longer"));
    expect(runningStep(again.project).timeoutMs).toBe(1_200_000);
  });

  it("takes none from a stage that had more already", () => {
    const workflow = withStages(sdlc, { build: { timeoutMs: 3_600_000 } });
    const past = given(
      started({ workflow }),
      playsUntil("design.produce"),
      fails({ kind: "timeout" }),
      decides("longer"),
      playsUntil("build.plan"),
    );
    expect(runningStep(past.project).timeoutMs).toBe(3_600_000);
  });

  it("has an end of one day", () => {
    const settings = { stepTimeoutMs: 80_000_000 };
    const late = given(started({ settings }), fails({ kind: "timeout" })).when(decides("longer"));
    expect(runningStep(late.project).timeoutMs).toBe(86_400_000);
  });
});
