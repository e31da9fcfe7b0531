import type { Block, Message } from "#src/project/message.ts";

/** Only letters and their marks: what no markup of CommonMark is made of. */
export const letters = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replaceAll(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, "");

/** Are these the letters of `text`, in order, with others between them? */
export const hasInOrder = (text: string, wanted: string): boolean => {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at);
    if (at === -1) return false;
    at += letter.length;
  }
  return true;
};

/** The letters of a message in reading order, as its blocks have them. Names of columns may be repeated, and so are not here. */
export const lettersOf = (message: Message): string =>
  letters([message.from?.name ?? "", ...message.blocks.map(textOf)].join(" "));

const textOf = (block: Block): string => {
  switch (block.type) {
    case "prose":
      return block.text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, "");
    case "heading":
    case "code":
    case "context":
      return block.text;
    case "facts":
      return block.facts.map((fact) => fact.name + fact.value).join("");
    case "table":
      return block.rows.flat().join("");
    case "quote":
      return block.text + block.source;
    case "file":
      return block.path;
    case "divider":
      return "";
    case "progress":
      return block.items.map((item) => item.label + item.note).join("");
    case "actions":
      return block.choices.map((choice) => choice.label).join("");
    case "tree":
      return block.nodes.map((node) => node.label + node.note).join("");
    case "picture":
      // The same words are not said twice.
      return letters(block.title) === letters(block.alt) ? block.title : block.title + block.alt;
    case "buttons":
      return block.buttons.map((button) => button.label).join("");
  }
};
