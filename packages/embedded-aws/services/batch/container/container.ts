/** A job's container: the definition merged with the submission. */
export interface Container {
  readonly image: string;
  /** Replaces the image's CMD. Empty: the image's. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly jobRoleArn?: string;
  /** ECS reads secrets with this role. */
  readonly executionRoleArn?: string;
  readonly definition: { readonly name: string; readonly revision: number };
  /** Name, not ARN. */
  readonly queue: string;
  readonly log: {
    /** @default /aws/batch/job */
    readonly group: string;
    /** @default the definition's name */
    readonly streamPrefix: string;
  };
  /** Only for a node of a multi-node parallel job. */
  readonly node?: { readonly index: number; readonly mainNode: number; readonly count: number } | undefined;
  /** Variable → ARN of the secret, or of a key or version of it, that ECS reads before the container starts. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** An image built on this machine. */
export interface ContainerImage {
  readonly uri: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A real directory. */
  readonly workdir: string;
}

export interface ImageSource {
  get(uri: string): ContainerImage | undefined;
}

/** Secrets Manager, as ECS uses it. */
export interface SecretSource {
  /** The text of a secret. Throws AwsError if it does not exist, or if the role may not read it. */
  read(
    secret: { readonly SecretId: string; readonly VersionStage?: string; readonly VersionId?: string },
    reader: { readonly roleArn: string; readonly sessionName: string },
  ): Promise<string>;
}

/** The embedded ECS agent's endpoints. URIs are paths on the gateway. */
export interface TaskEndpoints {
  /** Throws AwsError unless the role trusts ECS. */
  register(task: {
    readonly roleArn?: string | undefined;
    readonly sessionName: string;
    readonly metadata: object;
  }): { readonly credentialsUri: string; readonly metadataUri: string; release(): void };
}
