import { isRecord } from "@batchline/diagnostics";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { parseText } from "../../host/gateway/body/parse-json.ts";
import { eventPattern } from "../events/event-pattern.ts";
import type { MessageAttribute } from "./notification.ts";

export type FilterScope = "MessageAttributes" | "MessageBody";

/** What a filter policy looks at. */
interface Filtered {
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
}

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const limits = { keys: 5, combinations: 150 };

/**
 * Whether a subscription gets a message. Throws InvalidParameter in SNS's words: those of LocalStack's recordings,
 * test_sns_filter_policy.snapshot.json
 *
 * @param place what the error names before its reason, for example `Attributes Reason: `
 */
export function filterPolicy(
  text: string,
  scope: FilterScope,
  place: string,
): (message: Filtered) => boolean {
  const invalid = (reason: string) => invalidParameter(`${place}FilterPolicy: ${reason}`);
  const policy = parsed(text);
  if (!isRecord(policy)) throw invalid("failed to parse JSON. ");
  const keys = Object.keys(policy);
  if (keys.length === 0) return () => true;
  if (keys.length > limits.keys) throw invalid(`Filter policy can not have more than ${limits.keys} keys`);
  const isNested = Object.entries(policy).some(([key, value]) => key !== "$or" && isRecord(value));
  if (scope === "MessageAttributes" && isNested)
    throw invalidParameter(
      `${place}Filter policy scope MessageAttributes does not support nested filter policy`,
    );
  if (combinations(policy, 1) > limits.combinations) throw invalid("Filter policy is too complex");
  const matches = eventPattern(policy, invalid);
  if (scope === "MessageAttributes") return (message) => matches(valuesOf(message.MessageAttributes));
  return (message) => {
    const body = parsed(message.Message);
    return isRecord(body) && matches(body);
  };
}

export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** The product of the numbers of values, each times the depth of its key. */
function combinations(policy: unknown, depth: number): number {
  if (!isRecord(policy)) return 1;
  return Object.values(policy).reduce<number>((product, value) => {
    if (Array.isArray(value)) return product * Math.max(1, value.length) * depth;
    return product * combinations(value, depth + 1);
  }, 1);
}

function valuesOf(attributes: Filtered["MessageAttributes"]): Record<string, unknown> {
  const values = Object.entries(attributes).flatMap(([name, { Type, Value }]) => {
    if (Type.startsWith("Binary")) return [];
    if (Type.startsWith("Number")) return [[name, Number(Value)] as const];
    return [[name, Type === "String.Array" ? (parsed(Value) ?? Value) : Value] as const];
  });
  return Object.fromEntries(values);
}

function parsed(text: string): unknown {
  try {
    return parseText(text);
  } catch {
    return undefined;
  }
}
