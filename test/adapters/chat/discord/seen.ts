import type { Slab, WireMessage } from "#adapters/chat/discord/components-wire.ts";
import { shownText } from "./markdown-reader.ts";

/** All text that Discord would show of a message, in the order in which it shows it. */
export const seen = (wire: WireMessage): string =>
  wire.components.flatMap((container) => container.components.flatMap(texts)).join(" ");

const texts = (slab: Slab): readonly string[] => {
  switch (slab.type) {
    case 1:
      return slab.components.flatMap((each) =>
        each.type === 2 ? [each.label] : each.options.map(({ label }) => label),
      );
    case 10:
      return [shownText(slab.content)];
    case 12:
      return slab.items.map(({ description = "" }) => description);
    case 13:
      return [slab.file.url];
    case 14:
      return [];
  }
};
