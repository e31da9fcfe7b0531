import type { Inbound, InboundFile, Reply } from "../ports.ts";
import { takeFiles } from "./incoming-files.ts";
import { chatOf, commandBase, submit, type Reception } from "./reception.ts";

/** Files that a person gave to a project become its documents. */
export const addFiles = async (
  reception: Reception,
  inbound: Inbound,
  given: { readonly project: string; readonly files: readonly InboundFile[] },
): Promise<Reply | null> => {
  const chat = chatOf(reception, inbound);
  if (chat === undefined || given.files.length === 0) return null;
  const taken = await takeFiles({ chat, bodies: reception.parts.bodies }, given.files);
  return await submit(reception, {
    ...commandBase(inbound, given.project, "files"),
    type: "addDocuments",
    documents: [...taken.documents],
    refused: [...taken.refused],
  });
};
