import type { Credentials } from "../../../../host/identity/principal.ts";
import type { ServiceCalls } from "../service-calls.ts";
import { createClient, type SdkClient } from "./services.ts";

/** The part of Identity that executions need. */
export interface CredentialSource {
  credentialsFor(roleArn: string, sessionName: string): Credentials;
}

/** Clients that act with the role of one execution. */
export class SdkSession {
  readonly #clients = new Map<ServiceCalls, SdkClient>();
  readonly #configuration: object;
  #users = 1;

  constructor(options: {
    readonly endpoint: string;
    readonly region: string;
    readonly identity: CredentialSource;
    readonly roleArn: string;
    /** The execution's name; IAM takes at most 64 characters of it. */
    readonly sessionName: string;
  }) {
    const { identity, roleArn } = options;
    const sessionName = options.sessionName.slice(0, 64);
    this.#configuration = {
      endpoint: options.endpoint,
      region: options.region,
      // What Step Functions does not try again by itself is for the machine's own Retry to say.
      maxAttempts: 1,
      forcePathStyle: true,
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
