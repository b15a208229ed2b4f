import type { Identity } from "../../../../host/identity/identity.ts";
import type { ServiceCalls } from "../service-calls.ts";
import { createClient, type SdkClient } from "./services.ts";

export class SdkSession {
  readonly #clients = new Map<ServiceCalls, SdkClient>();
  readonly #configuration: object;
  #users = 1;

  constructor(options: {
    readonly endpoint: string;
    readonly region: string;
    readonly identity: Pick<Identity, "credentialsFor">;
    readonly roleArn: string;
    /** The execution's name; IAM takes at most 64 characters of it. */
    readonly sessionName: string;
  }) {
    const { identity, roleArn } = options;
    const sessionName = options.sessionName.slice(0, 64);
    this.#configuration = {
      endpoint: options.endpoint,
      region: options.region,
      // The machine's own Retry decides about retries.
      maxAttempts: 1,
      forcePathStyle: true,
      // AWS's own client asks S3 for no checksum.
      responseChecksumValidation: "WHEN_REQUIRED",
      credentials: async () => {
        const { expiration, ...keys } = identity.credentialsFor(roleArn, sessionName);
        return { ...keys, expiration: new Date(expiration) };
      },
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

  /** The same session for another user; it is closed when all of them have closed it. */
  shared(): this {
    this.#users += 1;
    return this;
  }

  close(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }
}
