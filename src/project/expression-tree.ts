/** How two values are compared. */
export type Operator = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** The way to a value in the facts: names, and numbers of list items. `offset` is where it stands in the text. */
export interface Path {
  readonly type: "path";
  readonly path: readonly (string | number)[];
  readonly offset: number;
}

/** A condition taken apart. Parentheses are gone: the tree is how they were meant. */
export type Expression =
  | Path
  | { readonly type: "value"; readonly value: string | number | boolean | null; readonly offset: number }
  | { readonly type: "not"; readonly of: Expression }
  | { readonly type: "and" | "or"; readonly of: readonly Expression[] }
  | {
      readonly type: "compare";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: "contains"; readonly whole: Expression; readonly part: Expression }
  | { readonly type: "count"; readonly of: Expression }
  | { readonly type: "has"; readonly of: Path };

/** The parts an expression is made of, in the order in which they are written. */
export const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.type) {
    case "path":
    case "value":
      return [];
    case "and":
    case "or":
      return expression.of;
    case "not":
    case "count":
    case "has":
      return [expression.of];
    case "compare":
      return [expression.left, expression.right];
    case "contains":
      return [expression.whole, expression.part];
  }
};

/** Every path it asks for, in the order in which they are written. */
export const pathsIn = (expression: Expression): readonly Path[] =>
  expression.type === "path" ? [expression] : partsOf(expression).flatMap(pathsIn);

/** The names it asks for, e.g. `["outputs", "design", "quality"]`; the number of a list item is a name like `"0"`. */
export const namesIn = (expression: Expression): readonly (readonly string[])[] =>
  pathsIn(expression).map(({ path }) => path.map(String));
