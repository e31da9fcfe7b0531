import type { Paper } from "../pack.ts";
import type { Picture } from "../pictures.ts";
import type { Container, Slab } from "./components-wire.ts";
import type { DiscordLimits } from "./limits.ts";

/** Bytes of pictures in one message: a request takes a little more, and what stands around them. */
const picturesShare = 0.8;

/**
 * What a text takes of a message's characters; so much that within them there are never too many bytes either. A text display takes a
 * few more.
 */
export const sizeOf = (text: string, limits: DiscordLimits): number => {
  const bytesPerCharacter = limits.bytes / limits.characters;
  return Math.max(text.length, Math.ceil(Buffer.byteLength(text, "utf8") / bytesPerCharacter));
};

/** A message of Discord, as components are laid out on it; `pictures` are all that may be in it. */
export const discordPaper = (limits: DiscordLimits, pictures: readonly Picture[]): Paper<Slab> => ({
  fits: (slabs, share) =>
    1 + sumOf(slabs, componentsIn) <= limits.components * share &&
    sumOf(slabs, (slab) => slabSize(slab, limits)) <= limits.characters * share &&
    fitPictures(picturesIn(slabs, pictures), limits),
  isHeading: (slab) => slab.type === 10 && /^##[^\n]*$/.test(slab.content),
  isInteractive: (slab) => slab.type === 1,
});

/** Those of the pictures that these components show. */
export const picturesIn = (
  slabs: Container["components"],
  pictures: readonly Picture[],
): readonly Picture[] => {
  const shown = new Set(
    slabs.flatMap((slab) => (slab.type === 12 ? slab.items.map(({ media }) => media.url) : [])),
  );
  return pictures.filter(({ name }) => shown.has(`attachment://${name}`));
};

const fitPictures = (pictures: readonly Picture[], limits: DiscordLimits): boolean =>
  pictures.length <= limits.files &&
  sumOf(pictures, ({ bytes }) => bytes.length) <= limits.requestBytes * picturesShare;

const componentsIn = (slab: Slab): number => (slab.type === 1 ? 1 + slab.components.length : 1);

const slabSize = (slab: Slab, limits: DiscordLimits): number =>
  textsOf(slab).reduce((sum, text) => sum + sizeOf(text, limits), slab.type === 10 ? around(limits) : 0);

const around = ({ bytesPerText, bytes, characters }: DiscordLimits): number =>
  Math.ceil((bytesPerText * characters) / bytes);

const textsOf = (slab: Slab): readonly string[] => {
  switch (slab.type) {
    case 1:
      return slab.components.flatMap((each) =>
        each.type === 2
          ? [each.label]
          : [
              each.placeholder,
              ...each.options.flatMap(({ label, description = "" }) => [label, description]),
            ],
      );
    case 10:
      return [slab.content];
    case 12:
      return slab.items.map(({ description = "" }) => description);
    case 13:
    case 14:
      return [];
  }
};

const sumOf = <T>(all: readonly T[], size: (one: T) => number): number =>
  all.reduce((sum, one) => sum + size(one), 0);
