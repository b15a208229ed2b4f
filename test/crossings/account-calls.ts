import { type Call, type Calls, jsonCall, restCall } from "./signed-request.ts";

/** What a stack has, beside its stores. */
export interface Parts {
  /** Names. */
  readonly functions: readonly string[];
  /** ARNs. */
  readonly machines: readonly string[];
  /** ARNs. */
  readonly jobDefinitions: readonly string[];
  /** ARNs. */
  readonly queues: readonly string[];
  /** Names. */
  readonly logGroups: readonly string[];
  /** ARNs. */
  readonly roles: readonly string[];
  /** Jobs of others. */
  readonly jobs: readonly string[];
  /** A session's role with the right to be passed to no service. */
  readonly account: string;
}

type Named = readonly [what: string, call: Call];

/** What no container may do in the account, with its role or with its session. */
export function accountCrossings(parts: Parts): Calls {
  const kinds = [functionCalls, machineCalls, jobCalls, logCalls, otherCalls];
  return Object.fromEntries(kinds.flatMap((calls) => calls(parts)));
}

const invoke = (reference: string, more: Partial<Call> = {}): Call => ({
  ...restCall("lambda", "POST", `/2015-03-31/functions/${encodeURIComponent(reference)}/invocations`, {}),
  ...more,
});

/** A call of a function in each way. */
export function invocations(name: string): Named[] {
  return [
    [`calls ${name}`, invoke(name)],
    [`calls ${name} for later`, invoke(name, { headers: { "x-amz-invocation-type": "Event" } })],
    [`tries a call of ${name}`, invoke(name, { headers: { "x-amz-invocation-type": "DryRun" } })],
  ];
}

/** Calls of a version of a function that may only be called without one. */
export function versionedInvocations(name: string): Named[] {
  return ["1", "$LATEST"].flatMap((version): Named[] => [
    [`calls ${name}:${version}`, invoke(`${name}:${version}`)],
    [`calls ${name} as ${version}`, invoke(name, { query: { Qualifier: version } })],
  ]);
}

/** What changes or reads a function. */
export function functionChanges(name: string): Named[] {
  const path = `/2015-03-31/functions/${name}`;
  const concurrency = `${name}/concurrency`;
  const reserved = { ReservedConcurrentExecutions: 0 };
  return [
    [`reads the code of ${name}`, restCall("lambda", "GET", path)],
    [`reads the settings of ${name}`, restCall("lambda", "GET", `${path}/configuration`)],
    [`changes the settings of ${name}`, restCall("lambda", "PUT", `${path}/configuration`, { Timeout: 60 })],
    [`publishes ${name}`, restCall("lambda", "POST", `${path}/versions`, {})],
    [`lists versions of ${name}`, restCall("lambda", "GET", `${path}/versions`)],
    [`deletes ${name}`, restCall("lambda", "DELETE", path)],
    [`halts ${name}`, restCall("lambda", "PUT", `/2017-10-31/functions/${concurrency}`, reserved)],
    [`asks how often ${name} may run`, restCall("lambda", "GET", `/2019-09-30/functions/${concurrency}`)],
  ];
}

function functionCalls({ functions }: Parts): Named[] {
  return functions.flatMap((name) => [
    ...invocations(name),
    ...versionedInvocations(name),
    ...functionChanges(name),
  ]);
}

function machineCalls({ machines, account }: Parts): Named[] {
  const states = (operation: string, input: object) => jsonCall("states", operation, input);
  return [
    ...machines.flatMap((stateMachineArn): Named[] => {
      const name = stateMachineArn.split(":").at(-1);
      const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:crossing`;
      const ended = { executionArn };
      return [
        [`starts ${name}`, states("StartExecution", { stateMachineArn, name: "crossing", input: "{}" })],
        [`lists executions of ${name}`, states("ListExecutions", { stateMachineArn })],
        [`reads ${name}`, states("DescribeStateMachine", { stateMachineArn })],
        [`changes ${name}`, states("UpdateStateMachine", { stateMachineArn, definition: "{}" })],
        [`deletes ${name}`, states("DeleteStateMachine", { stateMachineArn })],
        [`stops an execution of ${name}`, states("StopExecution", ended)],
        [`redrives an execution of ${name}`, states("RedriveExecution", ended)],
        [`sees an execution of ${name}`, states("DescribeExecution", ended)],
        [`sees the steps of an execution of ${name}`, states("GetExecutionHistory", ended)],
      ];
    }),
    ["lists machines", states("ListStateMachines", {})],
    [
      "creates a machine",
      states("CreateStateMachine", {
        ...{ name: "crossing", definition: "{}" },
        roleArn: `arn:aws:iam::${account}:role/crossing`,
      }),
    ],
    ["reports a task's success", states("SendTaskSuccess", { taskToken: "token", output: "{}" })],
    ["reports a task's failure", states("SendTaskFailure", { taskToken: "token" })],
  ];
}

function jobCalls({ jobDefinitions, queues, jobs, roles }: Parts): Named[] {
  const batch = (operation: string, input: object) =>
    restCall("batch", "POST", `/v1/${operation.toLowerCase()}`, input);
  const [jobQueue] = queues;
  const reason = "crossing";
  return [
    ...jobDefinitions.flatMap((jobDefinition): Named[] => [
      [
        `submits ${jobDefinition}`,
        batch("SubmitJob", {
          jobName: "crossing",
          jobQueue,
          jobDefinition,
          shareIdentifier: "catalogimport",
        }),
      ],
      [`removes ${jobDefinition}`, batch("DeregisterJobDefinition", { jobDefinition })],
    ]),
    ...jobs.flatMap((jobId): Named[] => [
      [`ends ${jobId}`, batch("TerminateJob", { jobId, reason })],
      [`cancels ${jobId}`, batch("CancelJob", { jobId, reason })],
      [`sees ${jobId}`, batch("DescribeJobs", { jobs: [jobId] })],
    ]),
    ...queues.flatMap((jobQueue): Named[] => [
      [`lists jobs of ${jobQueue}`, batch("ListJobs", { jobQueue })],
      [`disables ${jobQueue}`, batch("UpdateJobQueue", { jobQueue, state: "DISABLED" })],
      [`sees the head of ${jobQueue}`, batch("GetJobQueueSnapshot", { jobQueue })],
    ]),
    ...roles.map(
      (jobRoleArn): Named => [
        `defines a job with ${jobRoleArn}`,
        batch("RegisterJobDefinition", {
          ...{ jobDefinitionName: "crossing", type: "container" },
          containerProperties: {
            ...{ image: "busybox", jobRoleArn },
            resourceRequirements: [
              { type: "VCPU", value: "1" },
              { type: "MEMORY", value: "64" },
            ],
          },
        }),
      ],
    ),
    ["sees job definitions", batch("DescribeJobDefinitions", {})],
    ["sees queues", batch("DescribeJobQueues", {})],
    ["sees compute environments", batch("DescribeComputeEnvironments", {})],
  ];
}

function logCalls({ logGroups }: Parts): Named[] {
  const logs = (operation: string, input: object) => jsonCall("logs", operation, input);
  return [
    ...logGroups.flatMap((logGroupName): Named[] => {
      const stream = { logGroupName, logStreamName: "crossing" };
      const logEvents = [{ timestamp: Date.now(), message: "forged" }];
      return [
        [`reads ${logGroupName}`, logs("GetLogEvents", stream)],
        [`searches ${logGroupName}`, logs("FilterLogEvents", { logGroupName })],
        [`writes to ${logGroupName}`, logs("PutLogEvents", { ...stream, logEvents })],
        [`creates a stream of ${logGroupName}`, logs("CreateLogStream", stream)],
        [`deletes ${logGroupName}`, logs("DeleteLogGroup", { logGroupName })],
      ];
    }),
    ["lists log groups", logs("DescribeLogGroups", {})],
  ];
}

function otherCalls({ account }: Parts): Named[] {
  const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:api-key-Ef34Gh`;
  const event = { Source: "aws.states", DetailType: "Step Functions Execution Status Change", Detail: "{}" };
  return [
    ["reads a secret", jsonCall("secretsmanager", "GetSecretValue", { SecretId: secret })],
    ["sends an event", jsonCall("events", "PutEvents", { Entries: [{ ...event, Source: "crossing" }] })],
  ];
}
