import { text } from "../expression/authors-functions.ts";
import { toNode } from "../expression/literal.ts";
import { binary, literal, type Node } from "../expression/node.ts";
import type { Value } from "../expression/types.ts";

export const bucketArn = (bucket: Value<string>): Node => toNode(text`arn:aws:s3:::${bucket}`);

/** The ARN of an object, with `*` for the parts of its key that are known only at run time. */
export function objectArn(bucket: Value<string>, key: Value<string>): Node {
  return binary("&", toNode(text`arn:aws:s3:::${bucket}/`), knownParts(toNode(key)));
}

function knownParts(node: Node): Node {
  if (node.kind === "literal" || node.kind === "token") return node;
  if (node.kind === "binary" && node.operator === "&") {
    return binary("&", knownParts(node.left), knownParts(node.right));
  }
  return literal("*");
}
