/** Words by which a text tries to be more than data. They only raise a flag for people: whatever a file says, agents get it as data. */
const patterns: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: "orders to ignore instructions",
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?)\b/i,
  },
  {
    name: "orders about the system prompt",
    pattern:
      /\b(?:reveal|print|show|repeat|output)\b.{0,40}\b(?:system prompt|hidden prompt|your instructions)\b/i,
  },
  {
    name: "a change of role",
    pattern: /\byou are (?:now|no longer)\b|\bact as (?:an?|the) (?:admin|system|developer mode)\b/i,
  },
  {
    name: "orders to approve",
    pattern: /\b(?:auto-?approve|approve (?:this|everything|all)|mark as approved)\b/i,
  },
  {
    name: "marks of a chat format",
    pattern: /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?INST\]|<\/?(?:system|assistant)>/i,
  },
  { name: "a script in the page", pattern: /<script\b|\bjavascript:|\bon(?:error|load|click)\s*=/i },
  {
    name: "a shell command",
    pattern: /\brm\s+-rf\s+[/~]|\bcurl\b[^\n]{0,200}\|\s*(?:ba)?sh\b|;\s*(?:sudo|chmod)\s/i,
  },
  { name: "an SQL attack", pattern: /\b(?:union\s+select|drop\s+table)\b|'\s*or\s+'?1'?\s*=\s*'?1/i },
  { name: "hidden characters", pattern: /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u{E0000}-\u{E007F}]/u },
];

/** What in a text looks like orders to a model or a machine, by name; empty for most texts. */
export const suspicionsIn = (text: string): readonly string[] =>
  patterns.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name);
