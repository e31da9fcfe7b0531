/** The bytes of an answer, read to its end; null as soon as there are more than `most`. */
export const readAtMost = async (response: Response, most: number): Promise<Uint8Array | null> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};
