import { AwsError } from "../../host/gateway/aws-error.ts";
import type { QueryParameters } from "../../host/gateway/protocols/query.ts";
import type { Principal } from "../../host/identity/principal.ts";

export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The caller's transitive tags, which the new session inherits. */
  readonly inheritedTags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly durationSeconds: number;
  readonly externalId: string | undefined;
  /** JSON of a policy that narrows the session. */
  readonly policy: string | undefined;
  /** ARNs of managed policies that narrow the session. */
  readonly policyArns: readonly string[];
  /** The caller's, if it has one. */
  readonly sourceIdentity: string | undefined;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const maxTags = 50;
const maxPolicyLength = 2048;
const maxPolicyArns = 10;
const reserved = "Tag keys that start with aws: are reserved for AWS.";
const duplicate = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";

/** Reads and checks AssumeRole's parameters. Throws ValidationError. */
export function sessionRequest(parameters: QueryParameters, caller: Principal): SessionRequest {
  const roleArn = parameters.required("RoleArn");
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  const { transitiveTagKeys: inheritedKeys = [] } = caller;
  const inheritedTags = Object.fromEntries(
    inheritedKeys.flatMap((key) => (caller.tags[key] === undefined ? [] : [[key, caller.tags[key]]])),
  );
  const tags = sessionTags(parameters, inheritedTags);
  return {
    roleArn,
    sessionName: matching(parameters.required("RoleSessionName"), "roleSessionName", /^[\w+=,.@-]{2,64}$/),
    tags,
    inheritedTags,
    transitiveTagKeys: [...inheritedKeys, ...transitiveKeys(parameters, tags)],
    durationSeconds: duration(parameters.optional("DurationSeconds")),
    externalId: parameters.optional("ExternalId"),
    policy: policy(parameters.optional("Policy")),
    policyArns: policyArns(parameters),
    sourceIdentity: sourceIdentity(parameters.optional("SourceIdentity"), caller),
  };
}

function policy(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= maxPolicyLength) return text;
  throw tooMany(text, "policy", maxPolicyLength);
}

function policyArns(parameters: QueryParameters): string[] {
  const arns = parameters.structures("PolicyArns", "arn").flatMap(({ arn }) => arn ?? []);
  if (arns.length <= maxPolicyArns) return arns;
  throw tooMany(`[${arns.join(", ")}]`, "policyArns", maxPolicyArns);
}

/** A session's source identity stays. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
function sourceIdentity(given: string | undefined, { sourceIdentity: own }: Principal): string | undefined {
  if (given === undefined) return own;
  if (own !== undefined && own !== given)
    throw new AwsError("AccessDenied", "The source identity of the calling session cannot be changed.", 403);
  return matching(given, "sourceIdentity", /^[\w+=,.@-]{2,256}$/);
}

function transitiveKeys(parameters: QueryParameters, tags: Readonly<Record<string, string>>): string[] {
  const keys = parameters.list("TransitiveTagKeys");
  if (keys.every((key) => Object.hasOwn(tags, key))) return keys;
  const message = "The specified transitive tag key must be included in the requested tags.";
  throw new AwsError("InvalidParameterValue", message);
}

function sessionTags(
  parameters: QueryParameters,
  inherited: Readonly<Record<string, string>>,
): Record<string, string> {
  const tags: Record<string, string> = {};
  const structures = parameters.structures("Tags", "Key", "Value");
  if (structures.length > maxTags) throw tooMany(`[${structures.length} tags]`, "tags", maxTags);
  for (const { Key = "", Value = "" } of structures) {
    if (/^aws:/i.test(Key)) throw new AwsError("InvalidParameterValue", reserved);
    const key = matching(Key, "tags.member.key", /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
    if (Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase()))
      throw new AwsError("InvalidParameterValue", duplicate);
    if (Object.hasOwn(inherited, key))
      throw new AwsError(
        "InvalidParameterValue",
        `One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: ${key}`,
      );
    tags[key] = matching(Value, "tags.member.value", /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
  }
  return tags;
}

function duration(text: string | undefined): number {
  const seconds = Number(text ?? 3600);
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200) return seconds;
  throw constraint(String(text), "durationSeconds", "Member must have value between 900 and 43200");
}

function matching(value: string, member: string, pattern: RegExp): string {
  if (pattern.test(value)) return value;
  throw constraint(value, member, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function tooMany(value: string, member: string, limit: number): AwsError {
  return constraint(value, member, `Member must have length less than or equal to ${limit}`);
}

function constraint(value: string, member: string, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
