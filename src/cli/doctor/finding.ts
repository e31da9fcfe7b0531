import { BotArmyError } from "../../errors.ts";

/** One line of the doctor's. Only what is wrong keeps the bot from starting. */
export interface Finding {
  readonly state: "ok" | "note" | "wrong";
  readonly text: string;
}

/** A mistake that a person can mend is a finding, as bad as `state`; a fault of ours goes on up. */
export const checked = async (
  check: () => Promise<readonly Finding[]>,
  state: Finding["state"] = "wrong",
): Promise<readonly Finding[]> => {
  try {
    return await check();
  } catch (error) {
    if (error instanceof BotArmyError) return [{ state, text: error.message }];
    throw error;
  }
};
