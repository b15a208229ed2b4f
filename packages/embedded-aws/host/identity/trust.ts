import { covers, type Policy } from "./policy.ts";
import { accountId } from "./principal.ts";
import { RequestContext } from "./request-context.ts";

/** Whether a service, for example `lambda.amazonaws.com`, may assume the role, for the resource `sourceArn` if the service names one. */
export function trustsService(trust: Policy, service: string, sourceArn?: string): boolean {
  const context = new RequestContext({
    "aws:SourceAccount": accountId,
    ...(sourceArn !== undefined && { "aws:SourceArn": sourceArn }),
  });
  const about = trust.statements.filter(
    ({ principal }) => principal?.services.includes(service) || principal?.aws.includes("*"),
  );
  const said = about.filter((statement) => covers(statement, "sts:AssumeRole", "", context));
  return said.length > 0 && said.every((statement) => statement.effect === "Allow");
}
