import { AwsError } from "../../host/gateway/aws-error.ts";
import { ArnPattern } from "../../host/identity/arn-pattern.ts";
import { accountId } from "../../host/identity/principal.ts";
import { RequestContext } from "../../host/identity/request-context.ts";

/** A service that calls a function for one of its resources. */
export interface CallingService {
  /** @example "events.amazonaws.com" */
  readonly service: string;
  /** @example the ARN of a rule */
  readonly sourceArn: string;
}

/** A statement of a function's policy. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export interface FunctionPermission {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  /** With wildcards. @default any */
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** The policy of a function, or of one of its versions: which services may call it. Roles of the account need no statement. */
export class FunctionPolicy {
  readonly #statements = new Map<string, FunctionPermission>();

  /** Throws ResourceConflictException for a used id. */
  add(statement: FunctionPermission): void {
    const { statementId: id } = statement;
    if (this.#statements.has(id)) {
      const message = `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
      throw new AwsError("ResourceConflictException", message, 409);
    }
    this.#statements.set(id, statement);
  }

  remove(statementId: string): void {
    this.#statements.delete(statementId);
  }

  allows({ service, sourceArn }: CallingService): boolean {
    return [...this.#statements.values()].some(
      (statement) =>
        ["lambda:InvokeFunction", "lambda:*", "*"].includes(statement.action) &&
        [service, "*"].includes(statement.principal) &&
        isLike(statement.sourceArn ?? "*", sourceArn) &&
        (statement.sourceAccount ?? accountId) === accountId,
    );
  }
}

function isLike(pattern: string, arn: string): boolean {
  return new ArnPattern(pattern, { variables: false }).matches(arn, new RequestContext({}));
}
