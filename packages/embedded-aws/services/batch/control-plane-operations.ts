import type * as api from "@aws-sdk/client-batch";
import type { Call, Operations } from "../../host/gateway/service.ts";
import { check, checkName, checkState } from "./checks/client-exception.ts";
import { hasServiceLinkedRole } from "./checks/environment-update.ts";
import type { ControlPlane } from "./control-plane.ts";
import { authoriseCreation } from "./creation-rights.ts";
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
        { find: (reference) => batch.definitions.revision(reference), all: () => batch.definitions.all() },
        (each) => each.jobDefinitionArn,
        input,
        keep,
      );
    },

    CreateComputeEnvironment(input: api.CreateComputeEnvironmentRequest, call) {
      const name = checkName(input.computeEnvironmentName, "Compute environment");
      authoriseCreation(call, "batch:CreateComputeEnvironment", batch.environments.arnOf(name), input.tags);
      passServiceRole(input, call);
      const { arn } = batch.createComputeEnvironment(input);
      return { computeEnvironmentName: name, computeEnvironmentArn: arn };
    },

    UpdateComputeEnvironment(input: api.UpdateComputeEnvironmentRequest, call) {
      call.authorise("batch:UpdateComputeEnvironment", batch.environments.arnFor(input.computeEnvironment));
      passServiceRole(input, call);
      const { arn } = batch.updateComputeEnvironment(input);
      const { computeEnvironmentName } = batch.environments.get(arn);
      return { computeEnvironmentName, computeEnvironmentArn: arn };
    },

    DeleteComputeEnvironment({ computeEnvironment = "" }: api.DeleteComputeEnvironmentRequest, call) {
      call.authorise("batch:DeleteComputeEnvironment", batch.environments.arnFor(computeEnvironment));
      batch.deleteComputeEnvironment(computeEnvironment);
    },

    CreateSchedulingPolicy(input: api.CreateSchedulingPolicyRequest, call) {
      const name = checkName(input.name, "Scheduling policy");
      authoriseCreation(call, "batch:CreateSchedulingPolicy", batch.policies.arnOf(name), input.tags);
      return { name, arn: batch.createSchedulingPolicy(input).arn };
    },

    DescribeSchedulingPolicies({ arns = [] }: api.DescribeSchedulingPoliciesRequest, call) {
      call.authorise("batch:DescribeSchedulingPolicies", "*");
      checkNumber("scheduling policies", arns);
      return { schedulingPolicies: arns.flatMap((arn) => batch.policies.find(arn) ?? []) };
    },

    ListSchedulingPolicies(input: api.ListSchedulingPoliciesRequest, call) {
      call.authorise("batch:ListSchedulingPolicies", "*");
      const order = batch.policies.all().map(({ arn }) => ({ arn }));
      const keep = () => true;
      const { items, nextToken } = page(
        { order, keep, idOf: ({ arn }) => arn, most: describedAtOnce },
        input,
      );
      return { schedulingPolicies: items, nextToken };
    },

    UpdateSchedulingPolicy(input: api.UpdateSchedulingPolicyRequest, call) {
      call.authorise("batch:UpdateSchedulingPolicy", input.arn ?? "");
      batch.updateSchedulingPolicy(input);
    },

    DeleteSchedulingPolicy({ arn = "" }: api.DeleteSchedulingPolicyRequest, call) {
      call.authorise("batch:DeleteSchedulingPolicy", arn);
      batch.deleteSchedulingPolicy(arn);
    },

    CreateConsumableResource(input: api.CreateConsumableResourceRequest, call) {
      const name = checkName(input.consumableResourceName, "ConsumableResource");
      authoriseCreation(call, "batch:CreateConsumableResource", batch.consumables.arnOf(name), input.tags);
      const { consumableResourceName, consumableResourceArn } = batch.createConsumableResource(input);
      return { consumableResourceName, consumableResourceArn };
    },

    DescribeConsumableResource({ consumableResource = "" }: api.DescribeConsumableResourceRequest, call) {
      call.authorise("batch:DescribeConsumableResource", batch.consumables.arnFor(consumableResource));
      const resource = batch.describeConsumableResource(consumableResource);
      checkState(resource !== undefined, `Consumable resource ${consumableResource} does not exist`);
      return resource;
    },

    UpdateConsumableResource(input: api.UpdateConsumableResourceRequest, call) {
      call.authorise("batch:UpdateConsumableResource", batch.consumables.arnFor(input.consumableResource));
      const { consumableResourceName, consumableResourceArn, totalQuantity } =
        batch.updateConsumableResource(input);
      return { consumableResourceName, consumableResourceArn, totalQuantity };
    },

    DeleteConsumableResource({ consumableResource = "" }: api.DeleteConsumableResourceRequest, call) {
      call.authorise("batch:DeleteConsumableResource", batch.consumables.arnFor(consumableResource));
      batch.deleteConsumableResource(consumableResource);
    },

    CreateJobQueue(input: api.CreateJobQueueRequest, call) {
      const name = checkName(input.jobQueueName, "Job Queue");
      authoriseQueue(batch, "batch:CreateJobQueue", name, input, call);
      return { jobQueueName: name, jobQueueArn: batch.createJobQueue(input).arn };
    },

    UpdateJobQueue(input: api.UpdateJobQueueRequest, call) {
      authoriseQueue(batch, "batch:UpdateJobQueue", input.jobQueue, input, call);
      const { arn: jobQueueArn } = batch.updateJobQueue(input);
      return { jobQueueName: batch.queues.get(jobQueueArn).jobQueueName, jobQueueArn };
    },

    DeleteJobQueue({ jobQueue = "" }: api.DeleteJobQueueRequest, call) {
      call.authorise("batch:DeleteJobQueue", batch.queues.arnFor(jobQueue));
      batch.deleteJobQueue(jobQueue);
    },

    RegisterJobDefinition(input: api.RegisterJobDefinitionRequest, call) {
      const name = checkName(input.jobDefinitionName, "JobDefinition");
      authoriseCreation(call, "batch:RegisterJobDefinition", batch.definitions.arnOf(name), input.tags);
      const nodes = input.nodeProperties?.nodeRangeProperties ?? [];
      const containers = [input.containerProperties, ...nodes.map(({ container }) => container)];
      for (const role of new Set(containers.flatMap((container) => container?.jobRoleArn ?? []))) {
        call.authorise("iam:PassRole", role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" });
      }
      const { arn, revision } = batch.registerJobDefinition(input);
      return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
    },

    DeregisterJobDefinition({ jobDefinition = "" }: api.DeregisterJobDefinitionRequest, call) {
      call.authorise("batch:DeregisterJobDefinition", batch.definitions.arnFor(jobDefinition));
      batch.definitions.deregister(jobDefinition);
    },
  };
}

/** https://docs.aws.amazon.com/batch/latest/userguide/batch_managed_policies.html */
function passServiceRole(
  { serviceRole }: Pick<api.CreateComputeEnvironmentRequest, "serviceRole">,
  call: Call,
): void {
  // The service-linked role is not passed: Batch has it.
  if (!serviceRole || hasServiceLinkedRole(serviceRole)) return;
  call.authorise("iam:PassRole", serviceRole, { "iam:PassedToService": "batch.amazonaws.com" });
}

/** The right is needed on the queue, and on the environments that it gets. */
function authoriseQueue(
  batch: ControlPlane,
  action: string,
  queue: string | undefined,
  {
    computeEnvironmentOrder = [],
    tags,
  }: Partial<Pick<api.CreateJobQueueRequest, "computeEnvironmentOrder" | "tags">>,
  call: Call,
): void {
  authoriseCreation(call, action, batch.queues.arnFor(queue), tags);
  for (const { computeEnvironment = "" } of computeEnvironmentOrder) {
    call.authorise(action, batch.environments.arnFor(computeEnvironment));
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
  const kind = `${list.charAt(0).toUpperCase()}${list.slice(1)}`;
  call.authorise(`batch:Describe${kind}`, "*");
  const named: readonly string[] = input[list] ?? [];
  if (named.length > 0) {
    // https://github.com/k1LoW/awspec/issues/563
    check(input.maxResults === undefined, `${kind} and MaxResults cannot both be set`);
    checkNumber(
      list.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      named,
    );
    return { [list]: named.flatMap((name) => source.find(name) ?? []) };
  }
  const { items, nextToken } = page({ order: source.all(), keep, idOf, most: describedAtOnce }, input);
  return { [list]: items, nextToken };
}

function checkNumber(kind: string, named: readonly string[]): void {
  // With two spaces, as for jobs: https://github.com/pegasus-isi/pegasus/issues/2086
  check(named.length <= describedAtOnce, `Maximum number of ${kind} supported is  ${describedAtOnce}`);
}
