import type {
  ContainerProperties,
  JobDefinition,
  NodeProperties,
  SubmitJobRequest,
} from "@aws-sdk/client-batch";
import type { Container } from "../container/container.ts";
import { resourcesOf } from "../job-definitions/container-properties.ts";

/** What was submitted, as DescribeJobs shows it for a job and, with their own ids, for its children. */
export interface Submission {
  readonly jobName: string;
  /** Of the plain job or the array. */
  readonly jobArn: string;
  readonly queueArn: string;
  readonly definition: JobDefinition;
  readonly request: SubmitJobRequest;
  readonly parameters: Readonly<Record<string, string>>;
  /** The definition's, with overrides and parameters filled in. */
  readonly container: ContainerProperties;
  /** Only of a multi-node parallel job: its nodes, and their containers likewise; `container` is the main node's. */
  readonly nodes?: {
    readonly properties: NodeProperties;
    readonly mainNode: number;
    readonly containers: readonly ContainerProperties[];
  };
}

/** What a runner starts for it, or for one of its nodes. */
export function containerOf(submission: Submission, node?: number): Container {
  const { definition, queueArn, nodes } = submission;
  const container = containerPropertiesOf(submission, node);
  const options = container.logConfiguration?.options ?? {};
  const name = definition.jobDefinitionName ?? "";
  return {
    image: container.image ?? "",
    command: container.command ?? [],
    environment: Object.fromEntries(
      (container.environment ?? []).map((each) => [each.name ?? "", each.value ?? ""]),
    ),
    ...resourcesOf(container),
    definition: { name, revision: definition.revision ?? 1 },
    queue: queueArn.slice(queueArn.lastIndexOf("/") + 1),
    log: {
      group: options["awslogs-group"] ?? "/aws/batch/job",
      streamPrefix: options["awslogs-stream-prefix"] ?? name,
    },
    ...(node !== undefined &&
      nodes !== undefined && {
        node: { index: node, mainNode: nodes.mainNode, count: nodes.containers.length },
      }),
    ...(container.jobRoleArn !== undefined && { jobRoleArn: container.jobRoleArn }),
    ...(container.executionRoleArn !== undefined && { executionRoleArn: container.executionRoleArn }),
    secrets: Object.fromEntries(
      (container.secrets ?? []).map(({ name = "", valueFrom = "" }) => [name, valueFrom]),
    ),
  };
}

/** The container of the job, its children or, by index, one of its nodes. */
export function containerPropertiesOf({ container, nodes }: Submission, node?: number): ContainerProperties {
  return (node === undefined ? undefined : nodes?.containers[node]) ?? container;
}
