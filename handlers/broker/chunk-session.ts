import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { must } from "@batchline/diagnostics";
import type { ChunkSession } from "../../contract/broker/answer.ts";
import { type SessionTags, sessionTags } from "../../contract/broker/session-tags.ts";
import { httpStatus } from "../../contract/transient-error.ts";
import { RefusedError } from "./not-granted.ts";
import type { ProvenCaller } from "./proven-caller.ts";

/**
 * Credentials of the tenant role for one chunk, for an hour: AWS's limit for a role that assumes a role. The role's trust policy
 * decides whether a job with the caller's role may have them: it wants that role's name as the external id. @throws {RefusedError}
 */
export async function chunkSession(
  sts: STSClient,
  roleArn: string,
  { role, taskId }: ProvenCaller,
  tags: SessionTags,
): Promise<ChunkSession> {
  const request = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: taskId,
    ExternalId: role,
    Tags: sessionTags.map((Key) => ({ Key, Value: tags[Key] })),
  });
  const { Credentials } = await sts.send(request).catch((cause: unknown) => {
    // Refused, or not a valid tag: neither changes. Throttling has a name of its own.
    const final = cause instanceof Error && ["AccessDenied", "ValidationError"].includes(cause.name);
    if (!final) throw cause;
    const message = "no session of the tenant role may be opened for the job's role";
    throw new RefusedError("BL-B010", message, { sts: cause.message, status: httpStatus(cause) }, { cause });
  });
  const session = must(Credentials, "STS returns credentials, or an error");
  return {
    accessKeyId: must(session.AccessKeyId, "STS credentials have a key id"),
    secretAccessKey: must(session.SecretAccessKey, "STS credentials have a key"),
    sessionToken: must(session.SessionToken, "STS credentials have a token"),
    expiration: must(session.Expiration, "STS credentials expire").toISOString(),
  };
}
