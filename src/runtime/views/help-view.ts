import type { Message } from "../../project/message.ts";
import { helpText } from "../help.ts";
import { view } from "./view.ts";

/** What people can say. */
export const helpView = (): Message => view("What I understand", [{ type: "prose", text: helpText }]);
