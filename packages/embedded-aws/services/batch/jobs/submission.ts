import type { ContainerProperties, NodeProperties, SubmitJobRequest } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { Container } from "../container/container.ts";
import { resourcesOf } from "../job-definitions/container-properties.ts";
import type { JobDefinition } from "../job-definitions/job-definitions.ts";
import { nameIn } from "../named-resources.ts";

/** A submitted job. Its children share it. */
export interface Submission {
  readonly jobName: string;
  /** Of the plain job or the array. */
  readonly jobArn: string;
  readonly queueArn: string;
  readonly definition: JobDefinition;
  readonly request: SubmitJobRequest;
  /** Its own ones and its definition's. TagResource and UntagResource change them. */
  tags: Record<string, string>;
  readonly parameters: Readonly<Record<string, string>>;
  /** The definition's container after overrides and parameters. For a multi-node parallel job: the main node's. */
  readonly container: ContainerProperties;
  /** Only of a multi-node parallel job: the nodes and their containers. */
  readonly nodes?: {
    readonly properties: NodeProperties;
    readonly mainNode: number;
    readonly containers: readonly ContainerProperties[];
  };
}

/** The container of the job, its children, or one of its nodes. */
export function containerOf(submission: Submission, node?: number): Container {
  const { definition, queueArn, nodes } = submission;
  const container = containerPropertiesOf(submission, node);
  const { command = [], environment = [], secrets = [], jobRoleArn, executionRoleArn } = container;
  const name = definition.jobDefinitionName;
  const { "awslogs-group": group = "/aws/batch/job", "awslogs-stream-prefix": streamPrefix = name } =
    container.logConfiguration?.options ?? {};
  return {
    image: must(container.image, "a job definition has an image"),
    command,
    // Batch ignores a variable without a value.
    environment: Object.fromEntries(
      environment.flatMap(({ name = "", value }) => (value ? [[name, value]] : [])),
    ),
    ...resourcesOf(container),
    definition: { name, revision: definition.revision },
    queue: nameIn(queueArn),
    log: { group, streamPrefix },
    node:
      node === undefined || nodes === undefined
        ? undefined
        : { index: node, mainNode: nodes.mainNode, count: nodes.containers.length },
    jobRoleArn,
    executionRoleArn,
    secrets: Object.fromEntries(secrets.map(({ name = "", valueFrom = "" }) => [name, valueFrom])),
  };
}

export function containerPropertiesOf({ container, nodes }: Submission, node?: number): ContainerProperties {
  return (node === undefined ? undefined : nodes?.containers[node]) ?? container;
}
