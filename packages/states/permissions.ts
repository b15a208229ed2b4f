import { must } from "@batchline/diagnostics";
import type { Permission, PermittedResource } from "./core/permission.ts";
import { everyStep, type Sequence, type Step } from "./core/step.ts";
import { StatesError } from "./errors.ts";
import { descend, type Node } from "./expression/node.ts";
import { checkTokens } from "./fill-tokens.ts";

/** A statement of an IAM policy. */
export interface IamStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

interface PermissionSource {
  readonly tokens: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly machineArn?: string | undefined;
}

/** The statements for the tasks and distributed maps of `root`, in alphabetical order. Actions on the same resources
 * are one statement.
 * @param scope Which resources: all, those of others, or the machine itself. */
export function permissionsOf(
  root: Sequence,
  { tokens, values, machineArn }: PermissionSource,
  scope: "all" | "others" | "itself" = "all",
): readonly IamStatement[] {
  if (scope !== "itself") checkTokens(tokens, values);
  const granted = new Map<string, Set<string>>();
  for (const step of everyStep(root)) {
    for (const { actions, resources } of permissionsOfStep(step)) {
      const arns = resources
        .filter((resource) => scope === "all" || isOfMachine(resource) === (scope === "itself"))
        .flatMap((resource) => arnsOf(resource, step));
      if (arns.length === 0) continue;
      for (const action of actions) granted.set(action, new Set([...(granted.get(action) ?? []), ...arns]));
    }
  }
  // Sorted actions make sorted statements: a group stands where its first action does.
  const sorted = [...granted].sort(([a], [b]) => (a < b ? -1 : 1));
  const statements = Map.groupBy(sorted, ([, arns]) => [...arns].sort().join("\n"));
  return [...statements].map(([arns, same]) => ({
    Effect: "Allow",
    Action: same.map(([action]) => action),
    Resource: arns.split("\n"),
  }));

  function arnsOf(resource: PermittedResource, step: Step): string | readonly string[] {
    if (resource === "*") return "*";
    if ("arn" in resource) return (resource.derive ?? String)(resolve(resource.arn, step, values));
    if (machineArn !== undefined) return resource.ofMachine(machineArn);
    throw new StatesError("BL-S020", {
      what: "it starts executions of the machine itself, but the machine's ARN is missing",
      state: step.name,
      place: step.place,
      fix: "Pass the machine's ARN to permissions, after the tokens' values.",
    });
  }
}

/** Whether `root` needs rights on its own machine. A machine with a distributed map does. */
export function startsItself(root: Sequence): boolean {
  return [...everyStep(root)].some((step) =>
    permissionsOfStep(step).some(({ resources }) => resources.some(isOfMachine)),
  );
}

/** The names of the tokens in permissions. The definition may lack some of them. */
export function* tokensOfPermissions(root: Sequence): Generator<string> {
  for (const step of everyStep(root)) {
    for (const resource of permissionsOfStep(step).flatMap(({ resources }) => resources)) {
      if (resource === "*" || !("arn" in resource)) continue;
      for (const node of descend(resource.arn)) if (node.kind === "token") yield node.name;
    }
  }
}

const isOfMachine = (resource: PermittedResource) => resource !== "*" && "ofMachine" in resource;

function permissionsOfStep(step: Step): readonly Permission[] {
  if (step.kind === "task") return step.permissions;
  return step.kind === "map" && step.distribution !== undefined ? step.distribution.permissions : [];
}

function resolve(arn: Node, step: Step, values: Readonly<Record<string, string>>): string {
  if (arn.kind === "literal") return String(arn.value);
  if (arn.kind === "token") return must(values[arn.name], "each token has a value");
  if (arn.kind === "binary" && arn.operator === "&") {
    return resolve(arn.left, step, values) + resolve(arn.right, step, values);
  }
  throw new StatesError("BL-S020", {
    what: "its target is known only at run time",
    state: step.name,
    place: step.place,
  });
}
