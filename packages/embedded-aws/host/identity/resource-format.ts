import { StatementError } from "../../error-codes.ts";
import { components } from "./arn-pattern.ts";

const iamPaths =
  "user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/";

/**
 * Throws StatementError in the words of IAM for a Resource that it refuses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function checkResource(resource: string): void {
  const problem = resource === "*" ? undefined : problemOf(resource);
  if (problem !== undefined) throw new StatementError(problem);
}

function problemOf(resource: string): string | undefined {
  const [arn, partition = "", service = "", region, account = "*", path] = components(resource);
  if (arn !== "arn" || !resource.includes(":")) return `Resource ${resource} must be in ARN format or "*".`;
  if (partition !== "aws") {
    const rest = [service || "*", region ?? "*", account, path ?? "*"].join(":");
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${rest}".`;
  }
  if (service === "" || /[*?$]/.test(service))
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  if (region !== "" && region !== undefined && !path?.startsWith("accesspoint")) {
    if (service === "s3") return `Resource ${resource} can not contain region information.`;
    if (service === "iam") return `IAM resource ${resource} cannot contain region information.`;
  }
  const known = iamPaths.split(", ").some((start) => path?.startsWith(start));
  if (service === "iam" && path !== undefined && path !== "*" && !known)
    return `IAM resource path must either be "*" or start with ${iamPaths}.`;
  return path === undefined && resource.includes("::") ? "The policy failed legacy parsing" : undefined;
}
