import { OperandReader } from "./operands.ts";
import { PathTree } from "./path-tree.ts";
import type { Placeholders } from "./placeholders.ts";

/** What a read gives back, and the top-level attributes that it names, or names parts of. */
export interface Projection {
  readonly paths: PathTree<true>;
  readonly attributes: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
}

/** Parses a ProjectionExpression. Throws ValidationException. Linear in the text's length. */
export function parseProjection(text: string, placeholders: Placeholders): Projection {
  const reader = new OperandReader("ProjectionExpression", text, {
    placeholders,
    order: ["form", "use", "overlap", "conflict"],
  });
  const paths = new PathTree<true>();
  do {
    const problem = paths.add(reader.path(), true);
    if (problem) reader.problem(problem.kind, problem.message);
  } while (reader.tokens.takes(","));
  reader.end();
  const { attributes, nested } = reader;
  return { paths, attributes, nested };
}

/** The projection to top-level attributes. */
export function projectionTo(names: Iterable<string>): Projection {
  const attributes = new Set(names);
  const paths = new PathTree<true>();
  for (const name of attributes) paths.add([name], true);
  return { paths, attributes, nested: new Set() };
}
