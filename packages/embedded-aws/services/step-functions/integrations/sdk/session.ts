import { must } from "@batchline/diagnostics";
import { StateError } from "@batchline/state-machines";
import type { Identity } from "../../../../host/identity/identity.ts";
import type { ServiceCalls } from "../service-calls.ts";
import { createClient, type SdkClient } from "./services.ts";

interface SessionOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly identity: Pick<Identity, "credentialsFor">;
  readonly roleArn: string;
  /** The execution's name; IAM takes at most 64 characters of it. */
  readonly sessionName: string;
}

type Configuration = Readonly<Record<string, unknown>>;

/** The clients of one execution, with its role. */
export class SdkSession {
  readonly #clients = new Map<ServiceCalls, SdkClient>();
  readonly #options: SessionOptions;
  readonly #configuration: Configuration;
  /** By the role that a task's Credentials name. */
  readonly #assumed = new Map<string, SdkSession>();
  #users = 1;

  /** @param credentials @default the credentials for the role in the options */
  constructor(options: SessionOptions, credentials?: () => Promise<object>) {
    const { identity, roleArn } = options;
    const sessionName = options.sessionName.slice(0, 64);
    this.#options = options;
    this.#configuration = {
      endpoint: options.endpoint,
      region: options.region,
      // The machine's own Retry decides about retries.
      maxAttempts: 1,
      forcePathStyle: true,
      // AWS's own client asks S3 for no checksum.
      responseChecksumValidation: "WHEN_REQUIRED",
      credentials:
        credentials ??
        (async () => {
          const { expiration, ...keys } = identity.credentialsFor(roleArn, sessionName);
          return { ...keys, expiration: new Date(expiration) };
        }),
    };
  }

  client(service: ServiceCalls): SdkClient {
    let client = this.#clients.get(service);
    if (client === undefined) {
      client = createClient(service, this.#configuration);
      this.#clients.set(service, client);
    }
    return client;
  }

  /** The session of another role, which this one assumes at its first call. That rejects with States.Permissions if it may not. */
  assuming(roleArn: string): SdkSession {
    let assumed = this.#assumed.get(roleArn);
    if (assumed === undefined) {
      assumed = new SdkSession({ ...this.#options, roleArn }, () => this.#assume(roleArn));
      this.#assumed.set(roleArn, assumed);
    }
    return assumed;
  }

  async #assume(RoleArn: string): Promise<object> {
    // Few machines need it.
    const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
    const sts = new STSClient(this.#configuration);
    const RoleSessionName = this.#options.sessionName.slice(0, 64);
    try {
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = must(
        Credentials,
        "STS returns them",
      );
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    } catch (cause) {
      if (!(cause instanceof Error && "$metadata" in cause)) throw cause;
      throw new StateError(
        "States.Permissions",
        `The role ${this.#options.roleArn} is not authorized to assume the task state's role, ${RoleArn}.`,
      );
    } finally {
      sts.destroy();
    }
  }

  /** The same session for another user; it is closed when all of them have closed it. */
  shared(): this {
    this.#users += 1;
    return this;
  }

  close(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    for (const session of this.#assumed.values()) session.close();
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }
}
