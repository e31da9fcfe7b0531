import { createHash } from "node:crypto";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 62^22 is 2^131: as good as the whole beginning of a hash, and Discord takes 25 characters. */
const nonceLength = 22;

/** The key of one part of a message. The last part has the message's own key: it is the one that is edited and found. */
export const partKey = (key: string, i: number, of: number): string =>
  i === of - 1 ? key : `${key}#${i + 1}`;

/** The nonce under which a key is posted: always the same 22 characters, so that Discord posts it once however often it is sent. */
export const nonceOf = (key: string): string => {
  let rest = BigInt(`0x${sha256(key)}`);
  let nonce = "";
  while (nonce.length < nonceLength) {
    nonce += digits.charAt(Number(rest % 62n));
    rest /= 62n;
  }
  return nonce;
};

/** The id of a container by which a key's message is known again: 1 to 2^31 - 1, always the same. */
export const containerId = (key: string): number => {
  const number = Number.parseInt(sha256(key).slice(-8), 16) % 0x8000_0000;
  return number === 0 ? 1 : number;
};

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
