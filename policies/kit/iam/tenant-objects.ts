import { tenantDataPrefix } from "../../../contract/object-keys.ts";
import { supportsOnlyAnyResource } from "./any-resource-actions.ts";
import type { Statement } from "./iam-policy.ts";

/** `tenants/`: below it each tenant has a prefix, in any bucket. */
const tenants = tenantDataPrefix("").replace(/\/+$/, "/");

/** Whether a statement may allow access to tenants' objects. What its condition requires does not count.
 * @example reachesTenants(statement) // true for s3:GetObject on arn:aws:s3:::shop-data/* */
export function reachesTenants({ Action, Resource }: Statement): boolean {
  const isOfObjects = (action: string) => /^(s3:|\*)/i.test(action) && !supportsOnlyAnyResource(action);
  if (Action !== undefined && !Action.some(isOfObjects)) return false;
  return (Resource ?? ["*"]).some((arn) => {
    // Up to the first wildcard or variable, which matches any bucket name, slashes included.
    const literal = arn.replace(/([*?]|\$\{).*$/, "");
    const [, key] = /^arn:[^:]*:s3:[^:]*:[^:]*:[^/]*\/(.*)$/.exec(literal) ?? [];
    if (key === undefined) return literal !== arn && isOfS3(literal);
    return key.startsWith(tenants) || (literal !== arn && tenants.startsWith(key));
  });
}

/** Whether an ARN with this start can be a bucket's. */
function isOfS3(start: string): boolean {
  const [arn = "", , service = "", ...rest] = start.split(":");
  if (rest.length > 0) return service === "s3";
  return "arn".startsWith(arn) && "s3".startsWith(service);
}

const ofAllObjects =
  /:aws:policy\/(AdministratorAccess|PowerUserAccess|ReadOnlyAccess|AmazonS3(FullAccess|ReadOnlyAccess))$/;

/** Whether an ARN is one of AWS's usual policies that allow to read every object.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 * @example readsAllObjects("arn:aws:iam::aws:policy/ReadOnlyAccess") // true */
export function readsAllObjects(policyArn: string): boolean {
  return ofAllObjects.test(policyArn);
}
