import type { Registration } from "@batchline/pulumi-engine";
import type { Identity } from "../../host/identity/identity.ts";
import type { ResourceContext } from "../../providers/resource-type.ts";

/** Attaches a managed policy, with a warning if it has no effect here. Throws NoSuchEntity. */
export function attachPolicy(
  resource: Registration,
  { service: identity, warn }: ResourceContext<Identity>,
  role: string,
  arn: string,
): void {
  if (identity?.attachPolicy(role, arn) === false)
    warn(resource, `the embedded AWS does not know the policy ${arn}: attached, it grants nothing here`);
}

/** Warns of a boundary under which a role may do nothing here. */
export function checkBoundary(
  resource: Registration,
  { service: identity, warn }: ResourceContext<Identity>,
  arn: string | undefined,
): void {
  if (arn !== undefined && identity !== undefined && identity.managedPolicy(arn) === undefined)
    warn(
      resource,
      `the embedded AWS does not know the policy ${arn}: with it as boundary, the role may do nothing here`,
    );
}
