import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { realClock } from "@batchline/clock";
import { startGateway } from "../host/gateway/server.ts";
import { Identity } from "../host/identity/identity.ts";
import type { PolicyStatement } from "../host/identity/policy-document.ts";
import { type S3, startS3 } from "../services/s3/s3.ts";
import { clientFor } from "./client.ts";

/** S3 behind a gateway, with a bucket `shop`, in a temporary folder. */
export interface ServedS3 {
  readonly dir: string;
  readonly endpoint: string;
  readonly identity: Identity;
  readonly s3: S3;
  /** The operator's client. */
  readonly client: S3Client;
  /** The client of a role that has these rights and a session tag `tenant`. */
  clientOf(tenant: string, ...rights: PolicyStatement[]): S3Client;
  stop(): Promise<void>;
}

/** @param names.region @default eu-central-1 for the buckets, and the first region for signatures */
export async function serveS3(
  names: Pick<Parameters<typeof startS3>[0], "isOthers" | "region"> = {},
): Promise<ServedS3> {
  const dir = await mkdtemp(join(tmpdir(), "batchline-s3-"));
  const identity = new Identity({ clock: realClock });
  const s3 = await startS3({ dir, ...names, policies: identity.resourcePolicies });
  await s3.createBucket("shop");
  const { endpoint, stop } = await startGateway({ identity, services: [s3.service] });
  let roles = 0;
  return {
    dir,
    endpoint,
    identity,
    s3,
    client: new S3Client(clientFor(endpoint, identity.operator)),
    clientOf(tenant, ...rights) {
      const name = `role-${++roles}`;
      const arn = `arn:aws:iam::000000000000:role/${name}`;
      const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } as const;
      identity.putRole({ name, arn, trust: { Statement: trust } });
      if (rights.length > 0)
        identity.putRolePolicy(name, "rights", { Version: "2012-10-17", Statement: rights });
      return new S3Client(clientFor(endpoint, identity.credentialsFor(arn, "test", { tenant })));
    },
    async stop() {
      await stop();
      await s3.stop();
      await rm(dir, { recursive: true });
    },
  };
}
