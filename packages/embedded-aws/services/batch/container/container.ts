/** All that a runner needs to start a job's container: the definition and the submission, merged. */
export interface Container {
  readonly image: string;
  /** Instead of the image's CMD; empty: the image's. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly jobRoleArn?: string;
  /** Whose rights ECS itself has, to read secrets. */
  readonly executionRoleArn?: string;
  readonly definition: { readonly name: string; readonly revision: number };
  /** Names, not ARNs. */
  readonly queue: string;
  readonly log: {
    /** `/aws/batch/job` unless the log configuration names another. */
    readonly group: string;
    /** The definition's name unless the log configuration names another. */
    readonly streamPrefix: string;
  };
  /** Only for a node of a multi-node parallel job. */
  readonly node?: ContainerNode;
  /** Variable → where ECS reads its value before the container starts: the ARN of a secret, or of a key or version of it. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Which node of a multi-node parallel job a container is, of how many, and which is the main one. */
export interface ContainerNode {
  readonly index: number;
  readonly mainNode: number;
  readonly count: number;
}

/** An image that was built on this machine. */
export interface ContainerImage {
  readonly uri: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A real directory. */
  readonly workdir: string;
}

/** Where images are found by their URI. */
export interface ImageSource {
  get(uri: string): ContainerImage | undefined;
}

/** Where ECS reads secrets, as the job's execution role. */
export interface SecretSource {
  /** The text of a secret. Throws AwsError when it is not there, or when the role may not read it. */
  read(
    secret: { readonly SecretId: string; readonly VersionStage?: string; readonly VersionId?: string },
    reader: { readonly roleArn: string; readonly sessionName: string },
  ): Promise<string>;
}

/** The embedded ECS agent's endpoints. URIs are paths; the gateway's endpoint goes before them. */
export interface TaskEndpoints {
  register(task: {
    readonly roleArn?: string | undefined;
    readonly sessionName: string;
    readonly metadata: object;
  }): { readonly credentialsUri: string; readonly metadataUri: string; release(): void };
}
