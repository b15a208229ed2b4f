import type * as api from "@aws-sdk/client-batch";
import type { Call, Operations } from "../../host/gateway/service.ts";
import { check, checkName, inRequest } from "./checks/client-exception.ts";
import type { ControlPlane } from "./control-plane.ts";
import { nameIn } from "./named-resources.ts";
import { type PageRequest, page } from "./page.ts";

/** Items that a request may name. */
export const describedAtOnce = 100;

/** Batch's operations on resources other than jobs. */
export function controlPlaneOperations(batch: ControlPlane): Operations {
  return {
    DescribeJobQueues: (input: api.DescribeJobQueuesRequest, call) =>
      described(call, "jobQueues", batch.queues, (each) => each.jobQueueArn, input),

    DescribeComputeEnvironments: (input: api.DescribeComputeEnvironmentsRequest, call) =>
      described(call, "computeEnvironments", batch.environments, (each) => each.computeEnvironmentArn, input),

    DescribeJobDefinitions(input: api.DescribeJobDefinitionsRequest, call) {
      const { jobDefinitionName: name, status } = input;
      const keep = (each: api.JobDefinition) =>
        (name === undefined || each.jobDefinitionName === name) &&
        (status === undefined || each.status === status);
      return described(
        call,
        "jobDefinitions",
        batch.definitions,
        (each) => each.jobDefinitionArn,
        input,
        keep,
      );
    },

    CreateComputeEnvironment(input: api.CreateComputeEnvironmentRequest, call) {
      const name = checkName(input.computeEnvironmentName, "computeEnvironmentName");
      call.authorise("batch:CreateComputeEnvironment", batch.environments.arnOf(name));
      const { arn } = batch.createComputeEnvironment(input);
      return { computeEnvironmentName: name, computeEnvironmentArn: arn };
    },

    UpdateComputeEnvironment(input: api.UpdateComputeEnvironmentRequest, call) {
      const name = nameIn(input.computeEnvironment ?? "");
      call.authorise("batch:UpdateComputeEnvironment", batch.environments.arnOf(name));
      const { arn } = batch.updateComputeEnvironment(input);
      return { computeEnvironmentName: name, computeEnvironmentArn: arn };
    },

    DeleteComputeEnvironment({ computeEnvironment = "" }: api.DeleteComputeEnvironmentRequest, call) {
      call.authorise("batch:DeleteComputeEnvironment", batch.environments.arnOf(nameIn(computeEnvironment)));
      batch.deleteComputeEnvironment(computeEnvironment);
    },

    CreateSchedulingPolicy(input: api.CreateSchedulingPolicyRequest, call) {
      const name = checkName(input.name, "name");
      call.authorise("batch:CreateSchedulingPolicy", batch.policies.arnOf(name));
      return { name, arn: batch.createSchedulingPolicy(input).arn };
    },

    DescribeSchedulingPolicies({ arns = [] }: api.DescribeSchedulingPoliciesRequest, call) {
      call.authorise("batch:DescribeSchedulingPolicies", "*");
      return { schedulingPolicies: arns.flatMap((arn) => batch.policies.find(arn) ?? []) };
    },

    UpdateSchedulingPolicy(input: api.UpdateSchedulingPolicyRequest, call) {
      call.authorise("batch:UpdateSchedulingPolicy", batch.policies.arnOf(nameIn(input.arn ?? "")));
      batch.updateSchedulingPolicy(input);
    },

    DeleteSchedulingPolicy({ arn = "" }: api.DeleteSchedulingPolicyRequest, call) {
      call.authorise("batch:DeleteSchedulingPolicy", batch.policies.arnOf(nameIn(arn)));
      batch.deleteSchedulingPolicy(arn);
    },

    CreateConsumableResource(input: api.CreateConsumableResourceRequest, call) {
      const name = checkName(input.consumableResourceName, "consumableResourceName");
      call.authorise("batch:CreateConsumableResource", batch.consumables.arnOf(name));
      const { consumableResourceName, consumableResourceArn } = batch.createConsumableResource(input);
      return { consumableResourceName, consumableResourceArn };
    },

    DescribeConsumableResource({ consumableResource = "" }: api.DescribeConsumableResourceRequest, call) {
      const name = nameIn(consumableResource);
      call.authorise("batch:DescribeConsumableResource", batch.consumables.arnOf(name));
      const resource = batch.describeConsumableResource(name);
      inRequest(call.requestId, () => {
        check(resource !== undefined, `Consumable resource ${consumableResource} does not exist`);
      });
      return resource;
    },

    UpdateConsumableResource(input: api.UpdateConsumableResourceRequest, call) {
      const name = nameIn(input.consumableResource ?? "");
      call.authorise("batch:UpdateConsumableResource", batch.consumables.arnOf(name));
      const { consumableResourceName, consumableResourceArn, totalQuantity } =
        batch.updateConsumableResource(input);
      return { consumableResourceName, consumableResourceArn, totalQuantity };
    },

    DeleteConsumableResource({ consumableResource = "" }: api.DeleteConsumableResourceRequest, call) {
      call.authorise("batch:DeleteConsumableResource", batch.consumables.arnOf(nameIn(consumableResource)));
      batch.deleteConsumableResource(consumableResource);
    },

    CreateJobQueue(input: api.CreateJobQueueRequest, call) {
      const name = checkName(input.jobQueueName, "jobQueueName");
      authoriseQueue(batch, "batch:CreateJobQueue", name, input, call);
      return { jobQueueName: name, jobQueueArn: batch.createJobQueue(input).arn };
    },

    UpdateJobQueue(input: api.UpdateJobQueueRequest, call) {
      const name = nameIn(input.jobQueue ?? "");
      authoriseQueue(batch, "batch:UpdateJobQueue", name, input, call);
      return { jobQueueName: name, jobQueueArn: batch.updateJobQueue(input).arn };
    },

    DeleteJobQueue({ jobQueue = "" }: api.DeleteJobQueueRequest, call) {
      call.authorise("batch:DeleteJobQueue", batch.queues.arnOf(nameIn(jobQueue)));
      batch.deleteJobQueue(jobQueue);
    },

    RegisterJobDefinition(input: api.RegisterJobDefinitionRequest, call) {
      const name = checkName(input.jobDefinitionName, "jobDefinitionName");
      call.authorise("batch:RegisterJobDefinition", batch.definitions.arnOf(name));
      const nodes = input.nodeProperties?.nodeRangeProperties ?? [];
      const containers = [input.containerProperties, ...nodes.map(({ container }) => container)];
      for (const role of new Set(containers.flatMap((container) => container?.jobRoleArn ?? []))) {
        call.authorise("iam:PassRole", role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" });
      }
      const { arn, revision } = batch.registerJobDefinition(input);
      return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
    },

    DeregisterJobDefinition({ jobDefinition = "" }: api.DeregisterJobDefinitionRequest, call) {
      const arn = batch.definitions.find(jobDefinition)?.jobDefinitionArn;
      call.authorise("batch:DeregisterJobDefinition", arn ?? jobDefinition);
      batch.definitions.deregister(jobDefinition);
    },
  };
}

/** The right is needed on the queue, and on the environments that it gets. */
function authoriseQueue(
  batch: ControlPlane,
  action: string,
  name: string,
  { computeEnvironmentOrder = [] }: Pick<api.CreateJobQueueRequest, "computeEnvironmentOrder">,
  call: Call,
): void {
  call.authorise(action, batch.queues.arnOf(name));
  for (const { computeEnvironment = "" } of computeEnvironmentOrder) {
    const environment = batch.environments.find(computeEnvironment)?.computeEnvironmentArn;
    call.authorise(action, environment ?? computeEnvironment);
  }
}

/**
 * The answer of Describe…: the resources that the request names in `list`, without unknown ones. If it names none: a page of all
 * that `keep` accepts.
 */
function described<T, List extends string>(
  call: Call,
  list: List,
  source: { find(reference: string): T | undefined; all(): T[] },
  idOf: (item: T) => string,
  input: { readonly [list in List]?: readonly string[] | undefined } & PageRequest,
  keep: (item: T) => boolean = () => true,
) {
  call.authorise(`batch:Describe${list.charAt(0).toUpperCase()}${list.slice(1)}`, "*");
  const named: readonly string[] = input[list] ?? [];
  if (named.length > 0) return { [list]: named.flatMap((name) => source.find(name) ?? []) };
  const { items, nextToken } = page({ order: source.all(), keep, idOf, most: describedAtOnce }, input);
  return { [list]: items, nextToken };
}
