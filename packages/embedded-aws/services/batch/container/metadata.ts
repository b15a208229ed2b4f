import type { Container } from "./container.ts";

interface MetadataSpec extends Pick<Container, "image" | "definition" | "vcpus" | "memoryMiB"> {
  readonly taskArn: string;
  readonly imageDigest: string;
  readonly log: { readonly group: string; readonly stream: string; readonly region: string };
  readonly createdAt: Date;
}

/**
 * The response of the ECS container metadata endpoint, version 4.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html
 */
export function containerMetadata(spec: MetadataSpec): object {
  const [clusterName, taskId] = spec.taskArn.split("/").slice(-2) as [string, string];
  const cluster = `${spec.taskArn.split(":task/")[0]}:cluster/${clusterName}`;
  const name = `ecs-${spec.definition.name}-${spec.definition.revision}-default-${taskId.slice(0, 20)}`;
  return {
    DockerId: `${taskId}-${taskId.slice(0, 10)}`,
    Name: "default",
    DockerName: name,
    Image: spec.image,
    ImageID: spec.imageDigest,
    Labels: {
      "com.amazonaws.ecs.cluster": cluster,
      "com.amazonaws.ecs.container-name": "default",
      "com.amazonaws.ecs.task-arn": spec.taskArn,
      "com.amazonaws.ecs.task-definition-family": spec.definition.name,
      "com.amazonaws.ecs.task-definition-version": String(spec.definition.revision),
    },
    DesiredStatus: "RUNNING",
    KnownStatus: "RUNNING",
    Limits: { CPU: spec.vcpus * 1024, Memory: spec.memoryMiB },
    CreatedAt: spec.createdAt.toISOString(),
    StartedAt: spec.createdAt.toISOString(),
    Type: "NORMAL",
    LogDriver: "awslogs",
    LogOptions: {
      "awslogs-group": spec.log.group,
      "awslogs-region": spec.log.region,
      "awslogs-stream": spec.log.stream,
    },
    ContainerARN: spec.taskArn.replace(":task/", ":container/"),
    Networks: [{ NetworkMode: "host", IPv4Addresses: ["127.0.0.1"] }],
  };
}
