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
}

const maxTags = 50;
const duplicate = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";

/** Reads and checks AssumeRole's parameters. Throws ValidationError. */
export function sessionRequest(parameters: QueryParameters, caller: Principal): SessionRequest {
  const roleArn = parameters.required("RoleArn");
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  const { transitiveTagKeys: inheritedKeys = [] } = caller;
  const inheritedTags = Object.fromEntries(
    inheritedKeys.flatMap((key) => (caller.tags[key] === undefined ? [] : [[key, caller.tags[key]]])),
  );
  return {
    roleArn,
    sessionName: matching(parameters.required("RoleSessionName"), "roleSessionName", /^[\w+=,.@-]{2,64}$/),
    tags: sessionTags(parameters, inheritedTags),
    inheritedTags,
    transitiveTagKeys: [...inheritedKeys, ...parameters.list("TransitiveTagKeys")],
    durationSeconds: duration(parameters.optional("DurationSeconds")),
    externalId: parameters.optional("ExternalId"),
    policy: parameters.optional("Policy"),
  };
}

function sessionTags(
  parameters: QueryParameters,
  inherited: Readonly<Record<string, string>>,
): Record<string, string> {
  const tags: Record<string, string> = {};
  const structures = parameters.structures("Tags", "Key", "Value");
  if (structures.length > maxTags) throw invalid(`at most ${maxTags} session tags, not ${structures.length}`);
  for (const { Key = "", Value = "" } of structures) {
    const key = matching(Key, "tags.member.key", /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u);
    if (Object.keys(tags).some((other) => other.toLowerCase() === key.toLowerCase()))
      throw new AwsError("InvalidParameterValue", duplicate);
    if (inherited[key] !== undefined)
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

function constraint(value: string, member: string, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
