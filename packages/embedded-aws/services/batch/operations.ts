import type {
  CancelJobRequest,
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
  DeregisterJobDefinitionRequest,
  DescribeComputeEnvironmentsRequest,
  DescribeConsumableResourceRequest,
  DescribeJobDefinitionsRequest,
  DescribeJobQueuesRequest,
  DescribeJobsRequest,
  DescribeSchedulingPoliciesRequest,
  ListJobsRequest,
  RegisterJobDefinitionRequest,
  SubmitJobRequest,
  TerminateJobRequest,
} from "@aws-sdk/client-batch";
import { restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import type { Call, Operations, Service } from "../../host/gateway/service.ts";
import type { Batch } from "./batch.ts";
import { clientException, inRequest } from "./checks/client-exception.ts";
import { checkName } from "./checks/name.ts";
import { listJobs } from "./jobs/list-jobs.ts";
import { nameIn } from "./named-resources.ts";
import { page } from "./page.ts";

/** Method and path → operation, as the service model has them. */
const routes = {
  "POST /v1/submitjob": "SubmitJob",
  "POST /v1/describejobs": "DescribeJobs",
  "POST /v1/listjobs": "ListJobs",
  "POST /v1/canceljob": "CancelJob",
  "POST /v1/terminatejob": "TerminateJob",
  "POST /v1/describejobqueues": "DescribeJobQueues",
  "POST /v1/describecomputeenvironments": "DescribeComputeEnvironments",
  "POST /v1/describejobdefinitions": "DescribeJobDefinitions",
  "POST /v1/createcomputeenvironment": "CreateComputeEnvironment",
  "POST /v1/createjobqueue": "CreateJobQueue",
  "POST /v1/createconsumableresource": "CreateConsumableResource",
  "POST /v1/describeconsumableresource": "DescribeConsumableResource",
  "POST /v1/createschedulingpolicy": "CreateSchedulingPolicy",
  "POST /v1/describeschedulingpolicies": "DescribeSchedulingPolicies",
  "POST /v1/registerjobdefinition": "RegisterJobDefinition",
  "POST /v1/deregisterjobdefinition": "DeregisterJobDefinition",
} as const;

const describedAtOnce = 100;

/** Batch's wire protocol. */
export function batchService(batch: Batch): Service {
  return restJsonService({
    signingName: "batch",
    sdk: () => import("@aws-sdk/client-batch"),
    routes,
    operations: operations(batch),
  });
}

/**
 * Batch's operations over the wire. Actions and resources are those of the Service Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */
function operations(batch: Batch): Operations {
  return {
    SubmitJob: (input: SubmitJobRequest, call: Call) => batch.submitJob(input, call),

    DescribeJobs({ jobs = [] }: DescribeJobsRequest, call: Call) {
      call.authorise("batch:DescribeJobs", "*");
      if (jobs.length < 1 || jobs.length > describedAtOnce) {
        throw clientException(`jobs must have 1 to ${describedAtOnce} items, not ${jobs.length}`);
      }
      return { jobs: jobs.flatMap((id) => batch.describeJob(id) ?? []) };
    },

    ListJobs(input: ListJobsRequest, call: Call) {
      call.authorise("batch:ListJobs", "*");
      return listJobs(batch, input);
    },

    CancelJob({ jobId, reason }: CancelJobRequest, call: Call) {
      endJob(batch, "cancel", jobId, reason, call);
    },

    TerminateJob({ jobId, reason }: TerminateJobRequest, call: Call) {
      endJob(batch, "terminate", jobId, reason, call);
    },

    DescribeJobQueues: (input: DescribeJobQueuesRequest, call: Call) =>
      described(call, "jobQueues", batch.queues, (each) => each.jobQueueArn, input),

    DescribeComputeEnvironments: (input: DescribeComputeEnvironmentsRequest, call: Call) =>
      described(call, "computeEnvironments", batch.environments, (each) => each.computeEnvironmentArn, input),

    DescribeJobDefinitions: (input: DescribeJobDefinitionsRequest, call: Call) =>
      described(
        call,
        "jobDefinitions",
        batch.definitions,
        (each) => each.jobDefinitionArn,
        input,
        ({ jobDefinitionName, status }) =>
          (input.jobDefinitionName === undefined || jobDefinitionName === input.jobDefinitionName) &&
          (input.status === undefined || status === input.status),
      ),

    CreateComputeEnvironment(input: CreateComputeEnvironmentRequest, call: Call) {
      const name = checkName(input.computeEnvironmentName, "computeEnvironmentName");
      call.authorise("batch:CreateComputeEnvironment", batch.environments.arnOf(name));
      const { arn } = batch.createComputeEnvironment(input);
      return { computeEnvironmentName: name, computeEnvironmentArn: arn };
    },

    CreateSchedulingPolicy(input: CreateSchedulingPolicyRequest, call: Call) {
      const name = checkName(input.name, "name");
      call.authorise("batch:CreateSchedulingPolicy", batch.policies.arnOf(name));
      return { name, arn: batch.createSchedulingPolicy(input).arn };
    },

    DescribeSchedulingPolicies({ arns = [] }: DescribeSchedulingPoliciesRequest, call: Call) {
      call.authorise("batch:DescribeSchedulingPolicies", "*");
      return { schedulingPolicies: arns.flatMap((arn) => batch.policies.find(arn) ?? []) };
    },

    CreateConsumableResource(input: CreateConsumableResourceRequest, call: Call) {
      const name = checkName(input.consumableResourceName, "consumableResourceName");
      call.authorise("batch:CreateConsumableResource", batch.consumables.arnOf(name));
      const { consumableResourceName, consumableResourceArn } = batch.createConsumableResource(input);
      return { consumableResourceName, consumableResourceArn };
    },

    DescribeConsumableResource({ consumableResource = "" }: DescribeConsumableResourceRequest, call: Call) {
      const name = nameIn(consumableResource);
      call.authorise("batch:DescribeConsumableResource", batch.consumables.arnOf(name));
      const resource = batch.describeConsumableResource(name);
      if (resource !== undefined) return resource;
      return inRequest(call.requestId, () => {
        throw clientException(`Consumable resource ${consumableResource} does not exist`);
      });
    },

    CreateJobQueue(input: CreateJobQueueRequest, call: Call) {
      const name = checkName(input.jobQueueName, "jobQueueName");
      call.authorise("batch:CreateJobQueue", batch.queues.arnOf(name));
      for (const { computeEnvironment = "" } of input.computeEnvironmentOrder ?? []) {
        const environment = batch.environments.find(computeEnvironment)?.computeEnvironmentArn;
        call.authorise("batch:CreateJobQueue", environment ?? computeEnvironment);
      }
      return { jobQueueName: name, jobQueueArn: batch.createJobQueue(input).arn };
    },

    RegisterJobDefinition(input: RegisterJobDefinitionRequest, call: Call) {
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

    DeregisterJobDefinition({ jobDefinition = "" }: DeregisterJobDefinitionRequest, call: Call) {
      const arn = batch.definitions.find(jobDefinition)?.jobDefinitionArn;
      call.authorise("batch:DeregisterJobDefinition", arn ?? jobDefinition);
      batch.definitions.deregister(jobDefinition);
    },
  };
}

function endJob(batch: Batch, type: "cancel" | "terminate", jobId = "", reason = "", call: Call): void {
  const action = type === "cancel" ? "batch:CancelJob" : "batch:TerminateJob";
  call.authorise(action, batch.jobArn(jobId));
  inRequest(call.requestId, () => {
    if (jobId === "") throw clientException("jobId is missing");
    if (reason === "") throw clientException("reason is missing");
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
  input: { readonly [list in List]?: readonly string[] | undefined } & {
    readonly maxResults?: number | undefined;
    readonly nextToken?: string | undefined;
  },
  keep: (item: T) => boolean = () => true,
) {
  call.authorise(`batch:Describe${list.charAt(0).toUpperCase()}${list.slice(1)}`, "*");
  const named: readonly string[] = input[list] ?? [];
  if (named.length > 0) return { [list]: named.flatMap((name) => source.find(name) ?? []) };
  const { maxResults, nextToken: from } = input;
  const { items, nextToken } = page({
    ...{ order: source.all(), keep, idOf, maxResults, nextToken: from, most: describedAtOnce },
  });
  return { [list]: items, nextToken };
}
