/** What kind of value a key of a workflow or agent file has, and so which values it cannot have. */
export type Kind = keyof typeof wrongByKind;

const long = "x".repeat(5_000);
/** No text of any kind: neither a name nor a sentence. */
const noText = [null, 7, true, "", { a: 1 }, ["x"], long, "a\u0007b", "a\ud800"];
const oneLine = [...noText, "two\nlines", " x"];
const slug = [...oneLine, "Two Words", "-x", "x--y", "Ünï", "../x", "x/y", "x_y", "1x", "x.y", "x;y", "🔍"];
const reference = [null, 7, "", ["x"], long, "Two Words", "../x", "nobody"];
const noNumber = [null, "many", "", true, [1], { a: 1 }, -1, 1e12, "1"];
const noList = [null, 7, true, "x", { a: 1 }];
const noMap = [null, 7, true, "x", [], [1], { zzz: 1 }];
const many = Array.from({ length: 100 }, (_, index) => `x${index}`);
const condition = [
  ...noText,
  ..."=|spec.a =|1 +|spec.a == 'x' and|(((|'open|spec.a)|spec.a b|spec.a == 1 == 2|nobody|count(|eval('x')".split(
    "|",
  ),
  ..."spec.a && spec.b|constructor|1|__proto__ == 1|spec.a - 1 > 0|'text'|null|spec.a; spec.b|`x`|spec['a']".split(
    "|",
  ),
  "outputs.nobody.state == 'done'",
  "${spec.a}",
];

/** For each kind of value, values that must be refused wherever it stands. */
export const wrongByKind = {
  line: oneLine,
  text: noText,
  slug,
  reference,
  phase: [...reference.slice(0, -1), "metadata", "con", "lpt1"],
  name: [...reference, "other-name"],
  brief: [
    ...oneLine,
    "brief.md",
    "a/b/c.md",
    "../x.md",
    "/x.md",
    "A/x.md",
    "a/x.txt",
    "metadata/x.md",
    "a/.md",
  ],
  file: [
    ...oneLine,
    "../x.md",
    "/x.md",
    "a/x.md",
    "x.sh",
    "x",
    ".md",
    "a b.md",
    "con.md",
    "..\\x.md",
    "x.md\0",
  ],
  model: [...oneLine, "x", "/x", "x/", "A/b", "x y/z", "x/y z"],
  duration: [...oneLine, "5", "5 m", "25h", "1ms", "-5m", "forever", "1.5h", "5M"],
  choice: [...oneLine, "never", "Auto"],
  badge: [...oneLine, "ABC", "🔍🔍", "?", "1"],
  condition,
  whole: [...noNumber, 1.5, 0],
  share: [...noNumber, 85, 1.01],
  list: noList,
  filledList: [...noList, []],
  slugs: [...noList, [null], [7], [["x"]], [{ a: 1 }], ["Two Words"], ["nobody"], many],
  talkers: [...noList, [], ["analyst"], ["analyst", "analyst"], ["analyst", "nobody"], many],
  lines: [...noList, [null], [7], [["x"]], [{ a: 1 }], [""], [long], many],
  map: noMap,
  filledMap: [...noMap, {}],
} satisfies Readonly<Record<string, readonly unknown[]>>;
