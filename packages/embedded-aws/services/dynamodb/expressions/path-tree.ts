/** A path in an item: names of attributes and indexes of lists. The first is a name. */
export type Path = readonly (string | number)[];

/** What is at a path, or further down. It has either a value or branches. */
export interface PathNode<Value> {
  /** The first path through this node. */
  readonly path: Path;
  value?: Value;
  readonly branches: Map<string | number, PathNode<Value>>;
}

export type PathProblem = { readonly kind: "overlap" | "conflict"; readonly message: string };

/** Values at paths of which none is a part of another. */
export class PathTree<Value> {
  readonly root: PathNode<Value> = { path: [], branches: new Map() };

  /** Adds a value; the problem if the path overlaps with an earlier one, or names and indexes would meet. */
  add(path: Path, value: Value): PathProblem | undefined {
    let node = this.root;
    for (const step of path) {
      if (node.value !== undefined) return problem("overlap", node.path, path);
      const [other] = node.branches;
      if (other && typeof other[0] !== typeof step) return problem("conflict", other[1].path, path);
      const next = node.branches.get(step) ?? { path, branches: new Map() };
      node.branches.set(step, next);
      node = next;
    }
    if (node.value !== undefined || node.branches.size > 0) return problem("overlap", node.path, path);
    node.value = value;
    return undefined;
  }
}

function problem(kind: PathProblem["kind"], one: Path, two: Path): PathProblem {
  const paths = `path one: ${pathText(one)}, path two: ${pathText(two)}`;
  const what = kind === "overlap" ? "overlap with each other" : "conflict with each other";
  return { kind, message: `Two document paths ${what}; must remove or rewrite one of these paths; ${paths}` };
}

/** A path as AWS's errors have it: `[a, [0], b]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}
