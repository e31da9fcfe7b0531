import type { InboundParts } from "../inbound-handling.ts";
import type { Home } from "./payloads-result.ts";
import type { People } from "./people.ts";

/** What the way in from Slack is made of. */
export interface SlackInboundParts extends InboundParts {
  readonly home: Home;
  readonly people: People;
}
