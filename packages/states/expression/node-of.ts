import type { Node } from "./node.ts";

const nodes = new WeakMap<object, Node>();

/** The node of an expression. Undefined for any other value. */
export function nodeOf(value: unknown): Node | undefined {
  return typeof value === "function" ? nodes.get(value) : undefined;
}

/** Makes `proxy` the expression of `node`. */
export function standFor(proxy: object, node: Node): void {
  nodes.set(proxy, node);
}
