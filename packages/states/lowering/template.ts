import type { Json } from "@batchline/asl";
import { isPlainString, type NameVariable, printJsonata } from "../expression/jsonata.ts";
import type { Node } from "../expression/node.ts";
import { tokenPlaceholder } from "../token-placeholder.ts";

/** `node` in a definition: literals as JSON, other values as `{% … %}` strings at the leaves. An object with an
 * omittable field is one expression, because only JSONata's object constructor drops an absent value. So are an array
 * of arrays, an empty string and a text of several lines, because some checkers reject them in any other form. */
export function toTemplate(node: Node, name: NameVariable): Json {
  switch (node.kind) {
    case "literal":
      if (typeof node.value === "string" && !isPlainString(node.value)) break;
      return node.value;
    case "token":
      return tokenPlaceholder(node.name);
    case "array":
      if (node.items.some(({ kind }) => kind === "array")) break;
      return node.items.map((item) => toTemplate(item, name));
    case "object":
      if (node.entries.some(([, value]) => value.kind === "omittable")) break;
      return Object.fromEntries(node.entries.map(([key, value]) => [key, toTemplate(value, name)]));
  }
  return toExpression(node, name);
}

/** `node` in `Arguments` and `Output`, which are an object or one expression. */
export function toBody(node: Node, name: NameVariable): Json {
  const template = toTemplate(node, name);
  return node.kind === "object" ? template : toExpression(node, name);
}

/** `node` as one `{% … %}` string. */
export function toExpression(node: Node, name: NameVariable): string {
  return `{% ${printJsonata(node, name)} %}`;
}
