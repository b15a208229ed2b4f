import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type AssumeRoleCommandOutput,
  STSClient,
} from "@aws-sdk/client-sts";
import { realClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { type Gateway, startGateway } from "../../../host/gateway/server.ts";
import { Identity } from "../../../host/identity/identity.ts";
import type { PolicyStatement } from "../../../host/identity/policy-document.ts";
import type { Credentials, LongTermCredentials } from "../../../host/identity/principal.ts";
import { clientFor, principalOf } from "../../../testing/client.ts";
import { stsService } from "../index.ts";

export const account = "arn:aws:iam::000000000000";
export const both = ["sts:AssumeRole", "sts:TagSession"];

/** STS over the wire, with a role `worker` that may assume nothing yet. Tests add the role `tenant`. */
export class ServedSts {
  readonly identity = new Identity({ clock: realClock });
  #gateway: Gateway | undefined;

  async start(): Promise<void> {
    this.#gateway = await startGateway({ identity: this.identity, services: [stsService(this.identity)] });
    this.role("worker", { Effect: "Allow", Action: both, Principal: { Service: "ecs-tasks.amazonaws.com" } });
  }

  async stop(): Promise<void> {
    await this.#gateway?.stop();
  }

  role(name: string, trust: PolicyStatement, allowed?: PolicyStatement): void {
    const arn = `${account}:role/${name}`;
    this.identity.putRole({ name, arn, trust: { Version: "2012-10-17", Statement: trust } });
    if (allowed === undefined) return;
    this.identity.putRolePolicy(name, "rights", { Version: "2012-10-17", Statement: allowed });
  }

  workerMay(statement: Partial<PolicyStatement>): void {
    this.identity.putRolePolicy("worker", "assume", {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: both, Resource: `${account}:role/tenant`, ...statement },
    });
  }

  asWorker(): Credentials {
    return this.identity.credentialsFor(`${account}:role/worker`, "job-1");
  }

  client(as: LongTermCredentials): STSClient {
    return new STSClient(clientFor(must(this.#gateway, "STS was started").endpoint, as));
  }

  assume(as: LongTermCredentials, input: Partial<AssumeRoleCommandInput> = {}) {
    const request = { RoleArn: `${account}:role/tenant`, RoleSessionName: "acme", ...input };
    return this.client(as).send(new AssumeRoleCommand(request));
  }

  /** The credentials of a session that is assumed now. */
  async session(as: LongTermCredentials, input: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
    return this.credentialsOf(await this.assume(as, input));
  }

  credentialsOf({ Credentials: given }: AssumeRoleCommandOutput): Credentials {
    const { AccessKeyId, SecretAccessKey, SessionToken } = must(given, "an assumed role has credentials");
    return {
      accessKeyId: String(AccessKeyId),
      secretAccessKey: String(SecretAccessKey),
      sessionToken: String(SessionToken),
      expiration: "",
    };
  }

  principal({ accessKeyId, sessionToken }: Credentials) {
    return must(principalOf(this.identity, accessKeyId, sessionToken), "the session is known");
  }

  /** Whether a session may do each of the actions, on anything. */
  may(session: Credentials, ...actions: string[]): boolean[] {
    const principal = this.principal(session);
    return actions.map((action) => this.identity.refusal(principal, action, "*") === undefined);
  }
}
