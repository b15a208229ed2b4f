import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { realClock } from "@batchline/clock";
import { startGateway } from "../host/gateway/server.ts";
import { Identity } from "../host/identity/identity.ts";
import type { PolicyStatement } from "../host/identity/policy-document.ts";
import { defaultRegion } from "../host/identity/principal.ts";
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

/** @param options.region @default "us-east-1" */
export async function serveS3({
  region = defaultRegion,
  ...names
}: Pick<Parameters<typeof startS3>[0], "isOthers" | "region"> = {}): Promise<ServedS3> {
  const dir = await mkdtemp(join(tmpdir(), "batchline-s3-"));
  const identity = new Identity({ clock: realClock, region });
  const s3 = await startS3({ dir, ...names, region, policies: identity.resourcePolicies });
  await s3.createBucket("shop");
  const { endpoint, stop } = await startGateway({ identity, services: [s3.service] });
  let roles = 0;
  return {
    dir,
    endpoint,
    identity,
    s3,
    client: new S3Client({ ...clientFor(endpoint, identity.operator), region }),
    clientOf(tenant, ...rights) {
      const name = `role-${++roles}`;
      const arn = `arn:aws:iam::000000000000:role/${name}`;
      const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } as const;
      identity.putRole({ name, arn, trust: { Statement: trust } });
      if (rights.length > 0)
        identity.putRolePolicy(name, "rights", { Version: "2012-10-17", Statement: rights });
      const credentials = identity.credentialsFor(arn, "test", { tenant });
      return new S3Client({ ...clientFor(endpoint, credentials), region });
    },
    async stop() {
      await stop();
      await s3.stop();
      await rm(dir, { recursive: true });
    },
  };
}
