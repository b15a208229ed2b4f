import { randomBytes } from "node:crypto";
import type { Identity } from "../identity/identity.ts";
import type { Credentials } from "../identity/principal.ts";
import type { GatewayResponse } from "./service.ts";

interface Task {
  readonly roleArn: string | undefined;
  readonly sessionName: string;
  readonly metadata: object;
  credentials: Credentials | undefined;
}

/** The URIs of a container. They are paths below the endpoint. */
interface RegisteredTask {
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly credentialsUri: string;
  /** For `ECS_CONTAINER_METADATA_URI_V4`. */
  readonly metadataUri: string;
  /** Call it when the container has ended: both URIs then answer 404. */
  release(): void;
}

/** SDKs renew credentials five minutes before their end, so this endpoint renews them earlier. */
const renewBeforeMs = 15 * 60_000;

/**
 * The endpoints of the ECS agent for containers: the role's credentials and the task's metadata. Requests are not signed, so
 * the paths contain a secret token.
 */
export class EcsEndpoints {
  readonly #identity: Identity;
  readonly #tasks = new Map<string, Task>();

  constructor(options: { readonly identity: Identity }) {
    this.#identity = options.identity;
  }

  /**
   * Opens the endpoints for one container. `metadata` is the answer of the metadata endpoint, for example
   * `{ DockerName, Labels, Limits }`. Without `roleArn` the credentials endpoint answers 404.
   */
  register(task: {
    readonly roleArn?: string | undefined;
    readonly sessionName: string;
    readonly metadata: object;
  }): RegisteredTask {
    const token = randomBytes(24).toString("base64url");
    this.#tasks.set(token, { roleArn: undefined, ...task, credentials: undefined });
    return {
      credentialsUri: `/ecs/credentials/${token}`,
      metadataUri: `/ecs/metadata/${token}`,
      release: () => this.#tasks.delete(token),
    };
  }

  /** The answer to a path under `/ecs/`. */
  handle(method: string, path: string): GatewayResponse {
    const [, kind, token = "", rest] = /^\/ecs\/(credentials|metadata)\/([\w-]+)(\/.*)?$/.exec(path) ?? [];
    const task = this.#tasks.get(token);
    if (task === undefined || method !== "GET")
      return answer(404, { code: "NotFound", message: `no task at ${method} ${path}` });
    if (kind === "credentials" && rest === undefined) return this.#credentials(task);
    if (kind === "metadata" && rest === undefined) return answer(200, task.metadata);
    if (kind === "metadata" && rest === "/task") return answer(200, { Containers: [task.metadata] });
    return answer(404, { code: "NotFound", message: `the embedded AWS has no ${path}` });
  }

  #credentials(task: Task): GatewayResponse {
    if (task.roleArn === undefined)
      return answer(404, {
        code: "NoIdForRole",
        message: "the job definition has no jobRoleArn, so the container gets no credentials",
      });
    let { credentials } = task;
    const renewAt = this.#identity.clock.now() + renewBeforeMs;
    if (credentials === undefined || Date.parse(credentials.expiration) < renewAt) {
      credentials = this.#identity.credentialsFor(task.roleArn, task.sessionName);
      task.credentials = credentials;
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
    return answer(200, {
      RoleArn: task.roleArn,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: expiration,
    });
  }
}

function answer(status: number, value: object): GatewayResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
