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

/** Of what rights are given for. */
export type PermissionScope = "all" | "others" | "itself";

/** What statements are made from. */
export interface PermissionSource {
  readonly tokens: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly machineArn?: string | undefined;
}

/**
 * The statements for the tasks and distributed maps of `root`, as far as they are about `scope`: actions that go for the same
 * resources together, everything in alphabetical order.
 */
export function permissionsOf(
  root: Sequence,
  { tokens, values, machineArn }: PermissionSource,
  scope: PermissionScope = "all",
): readonly IamStatement[] {
  if (scope !== "itself") checkTokens(tokens, values);
  const resources = new Map<string, Set<string>>();
  for (const step of everyStep(root)) {
    for (const permission of permissionsOfStep(step)) {
      const arns = permission.resources
        .filter((resource) => scope === "all" || isOfMachine(resource) === (scope === "itself"))
        .map((resource) => arnOf(resource, step));
      if (arns.length === 0) continue;
      for (const action of permission.actions) {
        resources.set(action, new Set([...(resources.get(action) ?? []), ...arns]));
      }
    }
  }
  return together([...resources].map(([action, arns]) => [action, [...arns].sort()] as const));

  function arnOf(resource: PermittedResource, step: Step): string {
    if (resource === "*") return "*";
    if ("arn" in resource) return (resource.derive ?? String)(resolve(resource.arn, step, values));
    if (machineArn !== undefined) return resource.ofMachine(machineArn);
    throw new StatesError("BL-S020", {
      what: "it starts executions of the machine itself, whose ARN was not given",
      state: step.name,
      place: step.place,
      mend: "Give permissions the machine's ARN beside the tokens' values.",
    });
  }
}

/** Whether `root` needs rights on its own machine, as one with a distributed map does. */
export function startsItself(root: Sequence): boolean {
  return [...everyStep(root)].some((step) =>
    permissionsOfStep(step).some(({ resources }) => resources.some(isOfMachine)),
  );
}

/** The names of the tokens that rights are given for; the definition need not have them all. */
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
  return step.kind === "map" ? (step.distribution?.permissions ?? []) : [];
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

function resolve(arn: Node, step: Step, values: Readonly<Record<string, string>>): string {
  if (arn.kind === "literal") return String(arn.value);
  if (arn.kind === "token") return values[arn.name] ?? "";
  if (arn.kind === "binary" && arn.operator === "&") {
    return resolve(arn.left, step, values) + resolve(arn.right, step, values);
  }
  throw new StatesError("BL-S020", {
    what: "what it calls is known only when the machine runs",
    state: step.name,
    place: step.place,
  });
}
