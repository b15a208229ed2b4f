import { parseSecretReference } from "@batchline/aws-facts";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Authorise, Service } from "../../host/gateway/service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { ResourcePolicies } from "../../host/identity/resource-policies.ts";
import type { SecretSource } from "../batch/container/container.ts";
import { coverage } from "./coverage.ts";
import { readSecrets, shown } from "./secrets-file.ts";

interface GetSecretValueRequest {
  readonly SecretId?: string;
  readonly VersionStage?: string;
  readonly VersionId?: string;
}

const action = "secretsmanager:GetSecretValue";

const dayMs = 86_400_000;

/** Reads the values of secrets from a file of this machine, by name and for any account. It stores none. */
export class SecretsManager implements SecretSource {
  readonly service: Service;
  readonly policies: ResourcePolicies;
  readonly #identity: Identity;
  readonly #region: string;
  readonly #file: string | undefined;
  readonly #clock: Clock;
  /** Secrets of the program by name. The time from which a deleted one can no longer be recovered; undefined if it is not deleted. */
  readonly #secrets = new Map<string, number | undefined>();
  /** Name → text. */
  readonly #defaults = new Map<string, string>();

  constructor(options: {
    readonly identity: Identity;
    readonly clock: Clock;
    readonly region: string;
    /** See `readSecrets`. Undefined: no secret has a value. */
    readonly file: string | undefined;
  }) {
    this.#identity = options.identity;
    this.policies = options.identity.resourcePolicies;
    this.#region = options.region;
    this.#file = options.file;
    this.#clock = options.clock;
    this.service = awsJsonService({
      signingName: "secretsmanager",
      check: { model: "secretsmanager", coverage, frame: validationError("ValidationException") },
      version: "1.1",
      operations: {
        GetSecretValue: (input: GetSecretValueRequest, call) => this.#getSecretValue(input, call.authorise),
      },
    });
  }

  /** Gives a secret a value for when the file has none. */
  setDefault(name: string, text: string): void {
    this.#defaults.set(name, text);
  }

  /** Throws ResourceExistsException, or InvalidRequestException while a deleted secret of the name may be recovered. */
  createSecret(name: string): void {
    if (this.#isDeleted(name)) throw new AwsError("InvalidRequestException", deleted);
    if (this.#secrets.has(name)) {
      const message = `The operation failed because the secret ${name} already exists.`;
      throw new AwsError("ResourceExistsException", message);
    }
    this.#secrets.set(name, undefined);
  }

  /** Deletes a secret if it exists. @param recoveryWindowInDays 0: at once. */
  deleteSecret(name: string, recoveryWindowInDays: number): void {
    if (!this.#secrets.has(name) || this.#isDeleted(name)) return;
    if (recoveryWindowInDays === 0) this.#secrets.delete(name);
    else this.#secrets.set(name, this.#clock.now() + recoveryWindowInDays * dayMs);
  }

  /** Whether the secret is deleted and may be recovered. */
  #isDeleted(name: string): boolean {
    const until = this.#secrets.get(name);
    if (until === undefined) return false;
    if (this.#clock.now() < until) return true;
    this.#secrets.delete(name);
    return false;
  }

  /** Reads a secret's text with the rights of a job's execution role, as ECS does. Throws AwsError. */
  async read(
    secret: GetSecretValueRequest,
    reader: { readonly roleArn: string; readonly sessionName: string },
  ): Promise<string> {
    if (!this.#identity.serviceMayAssume(reader.roleArn, "ecs-tasks.amazonaws.com"))
      throw new AwsError("AccessDeniedException", `ECS was unable to assume the role '${reader.roleArn}'`);
    const { principal } = this.#identity.openSession(reader.roleArn, reader.sessionName);
    const { SecretString } = await this.#getSecretValue(secret, (...request) =>
      this.#identity.authorise(principal, ...request),
    );
    return SecretString;
  }

  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
  async #getSecretValue(
    { SecretId = "", VersionStage = "AWSCURRENT", VersionId }: GetSecretValueRequest,
    authorise: Authorise,
  ) {
    const { secretArn: arn, name } = this.#secret(SecretId);
    authorise(action, arn);
    if (VersionId !== undefined || VersionStage !== "AWSCURRENT")
      throw notFound(" value: the embedded AWS has current versions only");
    if (this.#isDeleted(name)) throw new AwsError("InvalidRequestException", marked);
    const values = this.#file === undefined ? new Map<string, string>() : await readSecrets(this.#file);
    const value = values.get(name) ?? this.#defaults.get(name);
    if (value === undefined) throw notFound(`. ${this.#howToGive(name)}`);
    return { ARN: arn, Name: name, SecretString: value, VersionStages: ["AWSCURRENT"] };
  }

  /** The ARN of a name lacks the six characters that AWS adds. */
  #secret(id: string) {
    const secretArn = `arn:aws:secretsmanager:${this.#region}:${accountId}:secret:${id}`;
    return parseSecretReference(id) ?? { secretArn, name: id };
  }

  #howToGive(name: string): string {
    return this.#file === undefined
      ? "This embedded AWS was started without a secretsFile."
      : `Add a line "${name}: <value>" to ${shown(this.#file)}.`;
  }
}

const deleted =
  "You can't create this secret because a secret with this name is already scheduled for deletion.";
const marked = "You can't perform this operation on the secret because it was marked for deletion.";

function notFound(rest: string): AwsError {
  const message = `Secrets Manager can't find the specified secret${rest}`;
  return new AwsError("ResourceNotFoundException", message);
}
