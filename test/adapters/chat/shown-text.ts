import { z } from "zod";

const hidden = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;
/** Needed by emoji, by several scripts, and by code. */
const needed = /\n|\t|\u200c|\u200d|\ufe0e|\ufe0f/gu;

/** Text of `least` to `most` characters that people see: whole characters, none that hides in it or reorders it. */
export const shownText = (most: number, least = 1) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed(), "has half a character")
    .refine((text) => !hidden.test(text.replaceAll(needed, "")), "has a control character");
