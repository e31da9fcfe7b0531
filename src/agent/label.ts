const notice = "Scripted demo, no AI: written by a program from the words of the brief.";
const documentLabel = `> ${notice}`;

/** How a source file says something to its reader. JSON and unknown kinds cannot. */
const comments: readonly { readonly files: RegExp; readonly write: (text: string) => string }[] = [
  {
    files: /\.(js|mjs|cjs|ts|tsx|jsx|css|scss|java|go|rs|c|h|cpp|cs|kt|swift|php)$/,
    write: (text) => `/* ${text} */`,
  },
  {
    files: /(\.(py|rb|sh|ya?ml|toml|ini|conf|env|tf)|(^|\/)(Dockerfile|Makefile|\.gitignore))$/,
    write: (text) => `# ${text}`,
  },
  { files: /\.(html|xml|svg|vue)$/, write: (text) => `<!-- ${text} -->` },
  { files: /\.sql$/, write: (text) => `-- ${text}` },
];

/** First lines that lose their meaning when something stands before them. */
const mustBeFirst = /^(#!|<\?|<!doctype)/i;

/** Marks a file as written by the scripted demo: a document after its title, a source file by a comment where its language has one. */
export const labelled = (path: string, text: string): string => {
  if (text.includes(notice)) return text;
  if (path.endsWith(".md")) return afterFirst(text, /^# /, `\n${documentLabel}\n`);
  const comment = comments.find(({ files }) => files.test(path));
  return comment === undefined ? text : afterFirst(text, mustBeFirst, comment.write(notice));
};

/** Behind the first line when it is of that kind, else before it. */
const afterFirst = (text: string, kind: RegExp, line: string): string => {
  if (!kind.test(text)) return `${line.trimStart()}\n${text}`;
  const end = text.indexOf("\n");
  return end < 0
    ? `${text}\n${line}\n`
    : `${text.slice(0, end + 1)}${line}\n${text.slice(end + 1).replace(/^\n+/, "")}`;
};
