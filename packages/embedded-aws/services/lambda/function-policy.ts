import { AwsError } from "../../host/gateway/aws-error.ts";
import type { PolicyStatement } from "../../host/identity/policy-document.ts";
import type { ResourcePolicies } from "../../host/identity/resource-policies.ts";

/** A statement of a function's policy. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export interface FunctionPermission {
  readonly statementId: string;
  readonly action: string;
  /** A service's host, an account id, an ARN or `*`. */
  readonly principal: string;
  /** With wildcards. @default any */
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** The policy of a function, or of one of its versions: who may call it beside the account's roles that have the right. */
export class FunctionPolicy {
  readonly #arn: string;
  readonly #policies: ResourcePolicies;
  readonly #statements = new Map<string, FunctionPermission>();

  constructor(arn: string, policies: ResourcePolicies) {
    this.#arn = arn;
    this.#policies = policies;
  }

  /** Throws ResourceConflictException for a used id. */
  add(statement: FunctionPermission): void {
    const { statementId: id } = statement;
    if (this.#statements.has(id)) {
      const message = `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
      throw new AwsError("ResourceConflictException", message, 409);
    }
    this.#statements.set(id, statement);
    this.#apply();
  }

  remove(statementId: string): void {
    this.#statements.delete(statementId);
    this.#apply();
  }

  clear(): void {
    this.#statements.clear();
    this.#apply();
  }

  #apply(): void {
    const Statement = [...this.#statements.values()].map((one) => policyStatement(one, this.#arn));
    const document = Statement.length === 0 ? undefined : { Version: "2012-10-17", Statement };
    this.#policies.put(this.#arn, document);
  }
}

function policyStatement(
  { action, principal, sourceArn, sourceAccount }: FunctionPermission,
  Resource: string,
): PolicyStatement {
  const isService = principal.endsWith(".amazonaws.com");
  return {
    ...{ Effect: "Allow", Action: action, Resource },
    Principal: principal === "*" ? "*" : isService ? { Service: principal } : { AWS: principal },
    Condition: {
      ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
      ...(sourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": sourceAccount } }),
    },
  };
}
