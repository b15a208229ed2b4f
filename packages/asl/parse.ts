import type { z } from "zod";
import { checkBlocks } from "./blocks.ts";
import { checkExpressions } from "./expressions.ts";
import { InvalidDefinition } from "./invalid-definition.ts";
import { jsonPathProblems } from "./json-path.ts";
import { StateMachineSchema } from "./schema.ts";
import type { StateMachineDefinition } from "./types.ts";
import { checkVariables } from "./variables.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxDefinitionBytes = 1024 * 1024;

/** Reads a definition and checks what AWS checks at creation. Throws InvalidDefinition with every problem found. */
export function parseDefinition(text: string): StateMachineDefinition {
  if (Buffer.byteLength(text) > maxDefinitionBytes) {
    throw new InvalidDefinition([`/: the definition is larger than 1 MiB, ${Buffer.byteLength(text)} bytes`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidDefinition([`/: not JSON: ${cause instanceof Error ? cause.message : cause}`]);
  }
  const jsonPath = jsonPathProblems(value);
  if (jsonPath.length > 0) throw new InvalidDefinition(jsonPath);
  const parsed = StateMachineSchema.safeParse(value);
  if (!parsed.success) throw new InvalidDefinition(parsed.error.issues.flatMap(describe));
  const problems = [
    ...checkBlocks(parsed.data),
    ...checkExpressions(parsed.data),
    ...checkVariables(parsed.data),
  ];
  if (problems.length > 0) throw new InvalidDefinition(problems);
  return parsed.data;
}

/** A union's own message says nothing of what is wrong in it: the branch that came furthest does. */
function describe(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") {
    const best = issue.errors
      .map((errors) => errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
      .sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0];
    if (best !== undefined && best.length > 0) return best.flatMap(describe);
  }
  const path = `/${issue.path.map(String).join("/")}`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) => `${path === "/" ? "" : path}/${key}: a JSONata state has no such field here`,
    );
  }
  return [`${path}: ${issue.message}`];
}
