import { toNode } from "../expression/literal.ts";
import type { Node } from "../expression/node.ts";
import type { Value } from "../expression/types.ts";

/** Actions that the execution role must be allowed, and their resources. */
export interface Permission {
  /** For example `lambda:InvokeFunction`. */
  readonly actions: readonly string[];
  readonly resources: readonly PermittedResource[];
}

export type PermittedResource =
  /** Only for actions without resource-level permissions. */
  | "*"
  | { readonly arn: Node; readonly derive?: (arn: string) => string | readonly string[] }
  /** A resource of the machine itself. */
  | { readonly ofMachine: (machineArn: string) => string };

export const permissionOn = (actions: readonly string[], ...arns: readonly Value<string>[]): Permission => ({
  actions,
  resources: arns.map((arn) => ({ arn: toNode(arn) })),
});

/** The permission for `actions` on resources whose ARNs follow from the one known. */
export const permissionNear = (
  actions: readonly string[],
  arn: Value<string>,
  derive: (arn: string) => string | readonly string[],
): Permission => ({ actions, resources: [{ arn: toNode(arn), derive }] });
