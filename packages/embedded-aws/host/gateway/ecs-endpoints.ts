import { randomBytes } from "node:crypto";
import type { Identity } from "../identity/identity.ts";
import { accountId, type Credentials } from "../identity/principal.ts";
import { AwsError } from "./aws-error.ts";
import { type GatewayResponse, jsonAnswer } from "./service.ts";

interface TaskSpec {
  /** @default the credentials endpoint answers 404 */
  readonly roleArn?: string | undefined;
  readonly sessionName: string;
  /** The answer of the metadata endpoint, for example `{ DockerName, Labels, Limits }`. */
  readonly metadata: object;
}

interface Task extends TaskSpec {
  credentials?: Credentials;
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

/** The ECS agent for containers: credentials and metadata. Requests are not signed, so paths contain a secret token. */
export class EcsEndpoints {
  readonly #identity: Identity;
  readonly #tasks = new Map<string, Task>();

  constructor(options: { readonly identity: Identity }) {
    this.#identity = options.identity;
  }

  /** Throws ClientException unless the role trusts ECS. */
  register(task: TaskSpec): RegisteredTask {
    const { roleArn } = task;
    // ECS names no task. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    const source = `arn:aws:ecs:${this.#identity.region}:${accountId}:*`;
    if (roleArn !== undefined && !this.#identity.isAssumableBy("ecs-tasks.amazonaws.com", roleArn, source))
      throw new AwsError(
        "ClientException",
        `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
      );
    const token = randomBytes(24).toString("base64url");
    this.#tasks.set(token, { ...task });
    return {
      credentialsUri: `/ecs/credentials/${token}`,
      metadataUri: `/ecs/metadata/${token}`,
      release: () => this.#tasks.delete(token),
    };
  }

  handle(method: string, path: string): GatewayResponse {
    const [, kind, token = "", rest] = /^\/ecs\/(credentials|metadata)\/([\w-]+)(\/.*)?$/.exec(path) ?? [];
    const task = this.#tasks.get(token);
    if (task === undefined || method !== "GET")
      return jsonAnswer(404, { code: "NotFound", message: `no task at ${method} ${path}` });
    if (kind === "credentials" && rest === undefined) return this.#credentials(task);
    if (kind === "metadata" && rest === undefined) return jsonAnswer(200, task.metadata);
    if (kind === "metadata" && rest === "/task") return jsonAnswer(200, { Containers: [task.metadata] });
    return jsonAnswer(404, { code: "NotFound", message: `the embedded AWS has no ${path}` });
  }

  #credentials(task: Task): GatewayResponse {
    if (task.roleArn === undefined)
      return jsonAnswer(404, {
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
    return jsonAnswer(200, {
      RoleArn: task.roleArn,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: expiration,
    });
  }
}
