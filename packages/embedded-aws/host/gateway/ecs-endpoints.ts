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

/** What a container is given of its task. The URIs are paths; whoever starts the container puts the endpoint before them. */
export interface RegisteredTask {
  /** For `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly credentialsUri: string;
  /** For `ECS_CONTAINER_METADATA_URI_V4`. */
  readonly metadataUri: string;
  /** Call when the container has ended: both URIs answer 404 from then on. */
  release(): void;
}

/** SDKs ask again when five minutes are left; answering with credentials older than this keeps them ahead of expiry. */
const renewBeforeMs = 15 * 60_000;

/**
 * The endpoints that the ECS agent serves to containers: the role's credentials and the task's metadata. They are not
 * signed, so their paths hold a token that nobody guesses.
 */
export class EcsEndpoints {
  readonly #identity: Identity;
  readonly #tasks = new Map<string, Task>();

  constructor(options: { readonly identity: Identity }) {
    this.#identity = options.identity;
  }

  /**
   * Opens the endpoints for one container. Without `roleArn` the credentials endpoint answers 404, as for a task without a
   * task role. `metadata` is what the metadata endpoint answers, for example `{ DockerName, Labels, Limits }`.
   */
  register(task: {
    readonly roleArn?: string | undefined;
    readonly sessionName: string;
    readonly metadata: object;
  }): RegisteredTask {
    const token = randomBytes(24).toString("base64url");
    this.#tasks.set(token, {
      roleArn: task.roleArn,
      sessionName: task.sessionName,
      metadata: task.metadata,
      credentials: undefined,
    });
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
    if (task === undefined || method !== "GET") {
      return answer(404, { code: "NotFound", message: `no task at ${method} ${path}` });
    }
    if (kind === "credentials" && rest === undefined) return this.#credentials(task);
    if (kind === "metadata" && rest === undefined) return answer(200, task.metadata);
    if (kind === "metadata" && rest === "/task") return answer(200, { Containers: [task.metadata] });
    return answer(404, { code: "NotFound", message: `the embedded AWS has no ${path}` });
  }

  #credentials(task: Task): GatewayResponse {
    if (task.roleArn === undefined) {
      return answer(404, {
        code: "NoIdForRole",
        message: "the job definition has no jobRoleArn, so there are no credentials",
      });
    }
    const renewAt = Date.parse(task.credentials?.expiration ?? "") - renewBeforeMs;
    if (task.credentials === undefined || this.#identity.clock.now() > renewAt) {
      task.credentials = this.#identity.credentialsFor(task.roleArn, task.sessionName);
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = task.credentials;
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
