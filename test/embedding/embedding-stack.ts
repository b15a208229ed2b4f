import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { must } from "@batchline/diagnostics";
import {
  type DeployedStack,
  deployProgram,
  type EmbeddedAws,
  startEmbeddedAws,
} from "@batchline/embedded-aws";
import { account, type Service } from "@batchline/embedded-aws/testing";
import type { StackOutputs } from "../../runs/stack/target.ts";
import { fixtureProgram } from "../../testing/checkout.ts";

/** The outputs of testing/programs/embedding. */
export interface Outputs extends StackOutputs {
  readonly logGroups: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Role → ARN. */
  readonly roles: Readonly<Record<"support" | "operator" | "developer", string>>;
}

/** testing/programs/embedding on an embedded AWS. */
export interface EmbeddingStack extends Pick<DeployedStack, "resources" | "diagnostics"> {
  readonly aws: EmbeddedAws;
  readonly outputs: Outputs;
  /** Settings of SDK clients for a person who has assumed the role. */
  as(role: keyof Outputs["roles"]): Promise<EmbeddedAws["clientConfig"]>;
  /** The actions that a role's sessions asked for. */
  askedBy(role: keyof Outputs["roles"]): string[];
  /** Until `release`, stages that write a greeting wait. `asked` resolves when one does. */
  holdGreetings(): { readonly asked: Promise<void>; release(): void };
  stop(): Promise<void>;
}

export async function deployEmbeddingStack(): Promise<EmbeddingStack> {
  const dir = await mkdtemp(join(tmpdir(), "embedding-"));
  const open = { asked: () => {}, released: Promise.resolve() };
  let held = open;
  const asked = new Set<string>();
  const intercept = (service: Service): Service => ({
    ...service,
    async handle({ authorise, ...request }) {
      if (request.method === "PUT" && request.path.endsWith("/greeting.txt")) {
        held.asked();
        await held.released;
      }
      return service.handle({
        ...request,
        authorise(action, ...rest) {
          asked.add(`${request.principal.arn.split("/")[1]} ${action}`);
          authorise(action, ...rest);
        },
      });
    },
  });
  const aws = await startEmbeddedAws({ dir, intercept });
  // STS does not let an account's root assume roles.
  aws.identity.putRole({
    name: "people",
    arn: `arn:aws:iam::${account}:role/people`,
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  aws.identity.putRolePolicy("people", "people", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  });
  const { expiration: _, ...credentials } = aws.identity.credentialsFor(
    `arn:aws:iam::${account}:role/people`,
    "person",
  );
  const sts = new STSClient({ ...aws.clientConfig, credentials });
  const stop = async () => {
    sts.destroy();
    await aws.stop();
    await rm(dir, { recursive: true });
  };
  try {
    const deployed = await deployProgram(aws, { root: fixtureProgram("embedding"), stack: "dev" });
    const outputs = deployed.outputs as unknown as Outputs;
    return {
      ...deployed,
      ...{ aws, outputs, stop },
      askedBy(role) {
        const name = outputs.roles[role].split("/").at(-1);
        return [...asked].flatMap((each) => (each.startsWith(`${name} `) ? (each.split(" ")[1] ?? []) : []));
      },
      holdGreetings() {
        const asked = Promise.withResolvers<void>();
        const released = Promise.withResolvers<void>();
        held = { asked: asked.resolve, released: released.promise };
        const release = () => {
          held = open;
          released.resolve();
        };
        return { asked: asked.promise, release };
      },
      async as(role) {
        const command = new AssumeRoleCommand({ RoleArn: outputs.roles[role], RoleSessionName: "person" });
        const session = must((await sts.send(command)).Credentials, "STS returns credentials");
        const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = session;
        const { SessionToken: sessionToken = "" } = session;
        return { ...aws.clientConfig, credentials: { accessKeyId, secretAccessKey, sessionToken } };
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
