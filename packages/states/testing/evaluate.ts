import jsonata from "jsonata";
import { toNode } from "../expression/literal.ts";
import { nodeOf } from "../expression/node.ts";
import { toTemplate } from "../lowering/template.ts";

/** Evaluates what `value` compiles to, as Step Functions evaluates a field: each `{% … %}` string is one expression. */
export async function evaluate(
  value: unknown,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  return fill(toTemplate(nodeOf(value) ?? toNode(value), ({ hint }) => hint));

  async function fill(part: unknown): Promise<unknown> {
    if (typeof part === "string") {
      if (!part.startsWith("{%") && !part.endsWith("%}")) return part;
      const result = await jsonata(part.slice(2, -2)).evaluate(undefined, { ...variables });
      if (result === undefined) throw new Error(`States.QueryEvaluationError: nothing comes of ${part}`);
      return JSON.parse(JSON.stringify(result));
    }
    if (Array.isArray(part)) return Promise.all(part.map(fill));
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part).map(async ([key, inner]) => [key, await fill(inner)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}
