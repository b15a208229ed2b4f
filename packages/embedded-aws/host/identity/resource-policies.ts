import { parsePolicy } from "./parse-policy.ts";
import { evaluate, type Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { accountId } from "./principal.ts";
import { withRoleIds } from "./principal-match.ts";
import { RequestContext } from "./request-context.ts";

/** A service that acts for one of its resources. */
export interface CallingService {
  /** @example "events.amazonaws.com" */
  readonly service: string;
  /** @example the ARN of a rule */
  readonly sourceArn: string;
}

/** The policies of buckets, tables, topics, queues, secrets and functions: resource's ARN → policy. */
export class ResourcePolicies {
  readonly #policies = new Map<string, Policy>();
  readonly #idOf: (roleArn: string) => string | undefined;

  /** @param idOf Returns the id of a role. @default no role exists */
  constructor(idOf: (roleArn: string) => string | undefined = () => undefined) {
    this.#idOf = idOf;
  }

  /** Sets a resource's policy, or removes it. Throws MalformedPolicyDocument. */
  put(arn: string, document: PolicyDocument | string | undefined): void {
    if (document === undefined) this.#policies.delete(arn);
    else {
      const policy = parsePolicy(document, "resource", `policy of ${arn}`);
      this.#policies.set(arn, withRoleIds(policy, this.#idOf));
    }
  }

  /** The policy of a resource; of an object its bucket's, of an index its table's. */
  of(resource: string): Policy | undefined {
    const [holder] = /^arn:[^:]+:(s3:::[^/]+|dynamodb:[^/]+\/[^/]+)/.exec(resource) ?? [resource];
    return this.#policies.get(holder);
  }

  /** Whether a resource's policy lets a service of AWS do something. */
  serviceMay({ service, sourceArn }: CallingService, action: string, resource: string): boolean {
    const statements = (this.of(resource)?.statements ?? []).filter(
      ({ principal }) => principal?.services.includes(service) || principal?.aws.includes("*"),
    );
    const context = new RequestContext({
      "aws:SourceArn": sourceArn,
      "aws:SourceAccount": accountId,
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": service,
      "aws:SecureTransport": "true",
    });
    return evaluate([{ statements }], action, resource, context) === "allowed";
  }
}
