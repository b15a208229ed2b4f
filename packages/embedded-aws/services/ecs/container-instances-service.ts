import type { DescribeContainerInstancesRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Call, Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { ContainerInstances } from "../batch/container/container-instances.ts";
import { coverage } from "./coverage.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeContainerInstances.html */
const describedAtOnce = 100;

/** ECS's wire protocol, as far as Batch's clusters need it. */
export function ecsService({
  region,
  instances,
}: {
  readonly region: string;
  readonly instances: ContainerInstances;
}): Service {
  const invalid = (message: string) => new AwsError("InvalidParameterException", message);
  const describe = (
    { cluster = "default", containerInstances = [] }: DescribeContainerInstancesRequest,
    call: Call,
  ) => {
    const name = cluster.slice(cluster.indexOf("/") + 1);
    const arns = containerInstances.map((id) =>
      id.startsWith("arn:") ? id : `arn:aws:ecs:${region}:${accountId}:container-instance/${name}/${id}`,
    );
    // A request that names none is refused for its rights first.
    const asked =
      arns.length > 0 ? arns : [`arn:aws:ecs:${region}:${accountId}:container-instance/${name}/*`];
    const ofCluster = { "ecs:cluster": `arn:aws:ecs:${region}:${accountId}:cluster/${name}` };
    for (const arn of asked) call.authorise("ecs:DescribeContainerInstances", arn, ofCluster);
    if (arns.length === 0) throw invalid("Container instances cannot be empty.");
    if (arns.length > describedAtOnce)
      throw invalid(`Container instances can have at most ${describedAtOnce} items.`);
    if (!instances.hasCluster(name)) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    const found = arns.flatMap((arn) => {
      const instance = instances.find(arn);
      return instance?.cluster === name ? [instance] : [];
    });
    return {
      containerInstances: found.map(({ arn, ec2InstanceId, instanceType }) => ({
        ...{ containerInstanceArn: arn, ec2InstanceId, status: "ACTIVE", agentConnected: true },
        attributes: [{ name: "ecs.instance-type", value: instanceType }],
      })),
      failures: arns
        .filter((arn) => found.every((instance) => instance.arn !== arn))
        .map((arn) => ({ arn, reason: "MISSING" })),
    };
  };
  return awsJsonService({
    signingName: "ecs",
    version: "1.1",
    check: { model: "ecs", coverage, frame: validationError("InvalidParameterException") },
    operations: { DescribeContainerInstances: describe },
  });
}
