import { StatesError } from "./errors.ts";
import type { Node } from "./expression/node.ts";
import { checkTokens } from "./fill-tokens.ts";
import { everyStep, type Sequence, type TaskStep } from "./machine/step.ts";

/** A statement of an IAM policy. */
export interface IamStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What a task's execution role must be allowed. */
export interface Permission {
  /** For example `lambda:InvokeFunction`. */
  readonly actions: readonly string[];
  /** `*` only for actions that know no resources. */
  readonly resources: readonly ("*" | { readonly arn: Node; readonly derive?: (arn: string) => string })[];
}

/** The statements for all tasks of `root`: actions that go for the same resources together, everything in alphabetical order. */
export function permissionsOf(
  root: Sequence,
  tokens: readonly string[],
  values: Readonly<Record<string, string>>,
): readonly IamStatement[] {
  checkTokens(tokens, values);
  const resources = new Map<string, Set<string>>();
  for (const step of everyStep(root)) {
    if (step.kind !== "task") continue;
    for (const permission of step.permissions) {
      const arns = permission.resources.map((resource) =>
        resource === "*" ? "*" : (resource.derive ?? String)(resolve(resource.arn, step, values)),
      );
      for (const action of permission.actions) {
        resources.set(action, new Set([...(resources.get(action) ?? []), ...arns]));
      }
    }
  }
  return together([...resources].map(([action, arns]) => [action, [...arns].sort()] as const));
}

function together(
  granted: readonly (readonly [action: string, resources: readonly string[]])[],
): IamStatement[] {
  const byResources = Map.groupBy(granted, ([, resources]) => resources.join(" "));
  return [...byResources.values()]
    .map((same) => ({
      Effect: "Allow" as const,
      Action: same.map(([action]) => action).sort(),
      Resource: same[0]?.[1] ?? [],
    }))
    .sort((a, b) => ((a.Action[0] ?? "") < (b.Action[0] ?? "") ? -1 : 1));
}

function resolve(arn: Node, step: TaskStep, values: Readonly<Record<string, string>>): string {
  if (arn.kind === "literal") return String(arn.value);
  if (arn.kind === "token") return values[arn.name] ?? "";
  throw new StatesError("BL-S020", {
    what: "what it calls is known only when the machine runs",
    state: step.name,
    place: step.place,
  });
}
