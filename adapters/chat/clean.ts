/** Joiners and variation selectors stay: emoji and several scripts are wrong without them. */
const kept = "\u200c\u200d\ufe0e\ufe0f";

/** Control characters, and what reorders text or hides in it. Line feeds and tabs are text. */
const unsafe = new RegExp(
  `(?![\\n\\t${kept}])[\\p{Cc}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}]`,
  "gu",
);

/** Text for a chat platform: whole characters only, none that is invisible or reorders others, every line end a line feed. */
export const cleaned = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll(unsafe, "");

/** The same on one line. */
export const oneLine = (text: string): string => cleaned(text).replaceAll(/\s+/g, " ").trim();
