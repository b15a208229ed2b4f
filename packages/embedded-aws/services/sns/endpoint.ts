import { invalidParameter } from "./filter-policy.ts";

/** What an endpoint of each protocol looks like, and SNS's words for another one. https://github.com/badmintoncryer/cdk-preflight */
const endpoints: Readonly<Record<string, readonly [pattern: RegExp, refusal: string]>> = {
  sqs: [/^arn:[^:]+:sqs:/, "SQS endpoint ARN"],
  lambda: [/^arn:[^:]+:lambda:/, "Lambda endpoint ARN"],
  firehose: [/^arn:[^:]+:firehose:/, "Firehose endpoint ARN"],
  application: [/^arn:[^:]+:sns:[^:]*:[^:]*:endpoint\//, "Application endpoint arn invalid"],
  email: [/^[^@\s;,<>]+@[^@\s;,<>]+$/, "Email address"],
  "email-json": [/^[^@\s;,<>]+@[^@\s;,<>]+$/, "Email address"],
  http: [/^http:\/\//, "Endpoint must match the specified protocol"],
  https: [/^https:\/\//, "Endpoint must match the specified protocol"],
  sms: [/^\+?\d[\d -]*$/, "Invalid SMS endpoint"],
};

/** The protocols whose subscribers get messages. */
export const deliveredProtocols: readonly string[] = ["lambda", "email", "sqs"];

/** Throws InvalidParameter for a protocol that SNS does not have, and for an endpoint that does not fit. */
export function checkEndpoint(protocol: string, endpoint: string): void {
  const [pattern, refusal] = Object.hasOwn(endpoints, protocol) ? (endpoints[protocol] ?? []) : [];
  if (pattern === undefined || refusal === undefined)
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (!pattern.test(endpoint)) throw invalidParameter(refusal);
}
