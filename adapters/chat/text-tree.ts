/** A line of a tree, as in a neutral message. */
interface TreeNode {
  readonly depth: number;
  readonly label: string;
  readonly note: string;
}

/** A tree drawn with lines, one node a line, for a fixed-width font; its note follows a label. */
export const treeText = (nodes: readonly TreeNode[]): string =>
  nodes
    .map((node, i) => `${branches(nodes, i)}${[node.label, node.note].filter(Boolean).join("  ")}`)
    .join("\n");

const branches = (nodes: readonly TreeNode[], at: number): string => {
  const depth = nodes[at]?.depth ?? 0;
  return Array.from({ length: depth }, (_, i) => {
    const goesOn = hasNext(nodes, at, i + 1);
    if (i + 1 === depth) return goesOn ? "├─ " : "└─ ";
    return goesOn ? "│  " : "   ";
  }).join("");
};

/** Whether another node of this depth follows below the same parent. */
const hasNext = (nodes: readonly TreeNode[], at: number, depth: number): boolean =>
  nodes.slice(at + 1).find((node) => node.depth <= depth)?.depth === depth;
