import type { Node } from "./node.ts";

const nodes = new WeakMap<object, Node>();

/** The node that `value` stands for; undefined when it is no expression. */
export function nodeOf(value: unknown): Node | undefined {
  return typeof value === "function" ? nodes.get(value) : undefined;
}

/** Lets `proxy` stand for `node`. */
export function standFor(proxy: object, node: Node): void {
  nodes.set(proxy, node);
}
