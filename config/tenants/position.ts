import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";

/** Offsets in a file's text, in characters. */
export interface Position {
  /** Where the value starts; where its key is, if it has no value; where its parent is, if it is missing. */
  readonly value: number;
  /** Where the key starts; the same as `value` for what has none. */
  readonly key: number;
}

/** Finds `path` in `document`. What is missing is at its nearest parent that is not. */
export function positionOf(document: Document.Parsed, path: readonly PropertyKey[]): Position {
  let node: Node | null = document.contents;
  let at: Position = { value: start(node) ?? 0, key: start(node) ?? 0 };
  for (const step of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    if (isMap<Node, Node | null>(parent)) {
      // Of a key that is given twice the last one counts.
      const pair = parent.items.findLast(
        ({ key }) => isScalar(key) && String(key.value ?? "") === String(step),
      );
      // The key stands for a missing child: `feed:` is what a person looks for when feed.url is not there.
      if (pair === undefined) return { value: at.key, key: at.key };
      node = pair.value;
      const key = start(pair.key) ?? at.key;
      at = { key, value: isEmpty(node) ? key : (start(node) ?? key) };
    } else if (isSeq<Node>(parent) && typeof step === "number" && parent.items[step] !== undefined) {
      node = parent.items[step];
      const value = start(node) ?? at.value;
      at = { value, key: value };
    } else {
      return { value: at.key, key: at.key };
    }
  }
  return at;
}

function start(node: Node | null): number | undefined {
  return node?.range?.[0];
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === "");
}
