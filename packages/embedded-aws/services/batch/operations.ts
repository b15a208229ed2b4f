import type * as api from "@aws-sdk/client-batch";
import { restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import type { Call, Operations, Service } from "../../host/gateway/service.ts";
import type { Batch } from "./batch.ts";
import { check, checkName, inRequest } from "./checks/client-exception.ts";
import { listJobs } from "./jobs/list-jobs.ts";
import { nameIn } from "./named-resources.ts";
import { type PageRequest, page } from "./page.ts";

const describedAtOnce = 100;

/** Batch's wire protocol. In the service model the path of an operation is its name in lower case. */
export function batchService(batch: Batch): Service {
  const supported = operations(batch);
  return restJsonService({
    signingName: "batch",
    sdk: () => import("@aws-sdk/client-batch"),
    routes: Object.fromEntries(
      Object.keys(supported).map((name) => [`POST /v1/${name.toLowerCase()}`, name]),
    ),
    operations: supported,
  });
}

/**
 * Batch's operations over the wire. Actions and resources are from the Service Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */
function operations(batch: Batch): Operations {
  return {
    SubmitJob: (input: api.SubmitJobRequest, call) => batch.submitJob(input, call),

    DescribeJobs({ jobs = [] }: api.DescribeJobsRequest, call) {
      call.authorise("batch:DescribeJobs", "*");
      check(
        jobs.length >= 1 && jobs.length <= describedAtOnce,
        `jobs must have 1 to ${describedAtOnce} items, not ${jobs.length}`,
      );
      return { jobs: jobs.flatMap((id) => batch.describeJob(id) ?? []) };
    },

    ListJobs(input: api.ListJobsRequest, call) {
      call.authorise("batch:ListJobs", "*");
      return listJobs(batch, input);
    },

    CancelJob: (input: api.CancelJobRequest, call) => endJob(batch, "cancel", input, call),

    TerminateJob: (input: api.TerminateJobRequest, call) => endJob(batch, "terminate", input, call),

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

    CreateSchedulingPolicy(input: api.CreateSchedulingPolicyRequest, call) {
      const name = checkName(input.name, "name");
      call.authorise("batch:CreateSchedulingPolicy", batch.policies.arnOf(name));
      return { name, arn: batch.createSchedulingPolicy(input).arn };
    },

    DescribeSchedulingPolicies({ arns = [] }: api.DescribeSchedulingPoliciesRequest, call) {
      call.authorise("batch:DescribeSchedulingPolicies", "*");
      return { schedulingPolicies: arns.flatMap((arn) => batch.policies.find(arn) ?? []) };
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

    CreateJobQueue(input: api.CreateJobQueueRequest, call) {
      const name = checkName(input.jobQueueName, "jobQueueName");
      call.authorise("batch:CreateJobQueue", batch.queues.arnOf(name));
      for (const { computeEnvironment = "" } of input.computeEnvironmentOrder ?? []) {
        const environment = batch.environments.find(computeEnvironment)?.computeEnvironmentArn;
        call.authorise("batch:CreateJobQueue", environment ?? computeEnvironment);
      }
      return { jobQueueName: name, jobQueueArn: batch.createJobQueue(input).arn };
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

function endJob(
  batch: Batch,
  type: "cancel" | "terminate",
  { jobId = "", reason = "" }: api.CancelJobRequest,
  call: Call,
): void {
  call.authorise(type === "cancel" ? "batch:CancelJob" : "batch:TerminateJob", batch.jobArn(jobId));
  inRequest(call.requestId, () => {
    check(jobId !== "", "jobId is missing");
    check(reason !== "", "reason is missing");
  });
  batch.endJob(type, jobId, reason);
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
