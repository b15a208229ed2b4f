const machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:none";
const job = { jobName: "j", jobQueue: "queue", jobDefinition: "d" };
const define = (more: object) => ({ jobDefinitionName: "d", type: "container", ...more });
const container = (more: object) =>
  define({ containerProperties: { image: "i", vcpus: 1, memory: 4, ...more } });
const environment = (more: object) => ({ computeEnvironmentName: "e", type: "MANAGED", ...more });
const queue = (more: object) => ({ jobQueueName: "q", priority: 1, ...more });
export const create = (more: object) => ({ name: "m", definition: "{}", roleArn: "role", ...more });
const text = (length: number) => "x".repeat(length);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const inBytes = "must have size less than or equal to 262144 bytes in UTF-8 encoding";
const notNull = "must not be null";
const atMost = (length: number) => `must have length less than or equal to ${length}`;
const atLeast = (length: number) => `must have length greater than or equal to ${length}`;
const oneOf = (...values: readonly string[]) => `must satisfy enum value set: [${values.join(", ")}]`;

export type Case = readonly [operation: string, input: unknown, at: string, rule: string];

/** What a model refuses, and no code of ours looked at. */
export const stepFunctions: readonly Case[] = [
  ["StartExecution", {}, "stateMachineArn", notNull],
  ["StartExecution", { stateMachineArn: null }, "stateMachineArn", notNull],
  ["StartExecution", { stateMachineArn: "" }, "stateMachineArn", atLeast(1)],
  ["StartExecution", { stateMachineArn: text(257) }, "stateMachineArn", atMost(256)],
  ["StartExecution", { stateMachineArn: machine, name: "" }, "name", atLeast(1)],
  ["StartExecution", { stateMachineArn: machine, input: text(262_145) }, "input", inBytes],
  [
    "StartExecution",
    { stateMachineArn: machine, traceHeader: "é" },
    "traceHeader",
    "must satisfy regular expression pattern: \\p{ASCII}*",
  ],
  ["StopExecution", { executionArn: "a", error: text(257) }, "error", atMost(256)],
  ["StopExecution", { executionArn: "a", cause: text(32_769) }, "cause", atMost(32_768)],
  [
    "DescribeExecution",
    { executionArn: "a", includedData: "SOME" },
    "includedData",
    oneOf("ALL_DATA", "METADATA_ONLY"),
  ],
  [
    "RedriveExecution",
    { executionArn: "a", clientToken: "a b" },
    "clientToken",
    "must satisfy regular expression pattern: [!-~]+",
  ],
  ["ListExecutions", { maxResults: 1001 }, "maxResults", "must have value less than or equal to 1000"],
  ["ListExecutions", { maxResults: -1 }, "maxResults", "must have value greater than or equal to 0"],
  ["ListExecutions", { nextToken: text(3097) }, "nextToken", atMost(3096)],
  ["GetExecutionHistory", { executionArn: "a", nextToken: "" }, "nextToken", atLeast(1)],
  ["CreateStateMachine", { definition: "{}", roleArn: "role" }, "name", notNull],
  ["CreateStateMachine", create({ definition: "" }), "definition", atLeast(1)],
  ["CreateStateMachine", create({ type: "FAST" }), "type", oneOf("STANDARD", "EXPRESS")],
  [
    "CreateStateMachine",
    create({ loggingConfiguration: { level: "LOUD" } }),
    "loggingConfiguration.level",
    oneOf("ALL", "ERROR", "FATAL", "OFF"),
  ],
  ["CreateStateMachine", create({ tags: [{ key: "", value: "v" }] }), "tags.1.member.key", atLeast(1)],
  ["CreateStateMachine", create({ encryptionConfiguration: {} }), "encryptionConfiguration.type", notNull],
  ["SendTaskSuccess", { taskToken: "t" }, "output", notNull],
  ["SendTaskFailure", { taskToken: text(2049) }, "taskToken", atMost(2048)],
];

export const batch: readonly Case[] = [
  ["SubmitJob", { ...job, jobName: null }, "jobName", notNull],
  [
    "SubmitJob",
    { ...job, dependsOn: [{ jobId: "1", type: "N_TO_1" }] },
    "dependsOn.1.member.type",
    oneOf("N_TO_N", "SEQUENTIAL"),
  ],
  [
    "SubmitJob",
    { ...job, containerOverrides: { resourceRequirements: [{ type: "TPU", value: "1" }] } },
    "containerOverrides.resourceRequirements.1.member.type",
    oneOf("GPU", "VCPU", "MEMORY"),
  ],
  [
    "SubmitJob",
    { ...job, retryStrategy: { evaluateOnExit: [{}] } },
    "retryStrategy.evaluateOnExit.1.member.action",
    notNull,
  ],
  [
    "SubmitJob",
    { ...job, tags: Object.fromEntries(range(0, 51).map((at) => [`k${at}`, "v"])) },
    "tags",
    atMost(50),
  ],
  [
    "SubmitJob",
    { ...job, tags: { [text(129)]: "v" } },
    "tags",
    "must satisfy constraint: [Member must have length less than or equal to 128",
  ],
  ["DescribeJobs", {}, "jobs", notNull],
  [
    "ListJobs",
    { jobStatus: "DONE" },
    "jobStatus",
    oneOf("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"),
  ],
  ["TerminateJob", { jobId: "1" }, "reason", notNull],
  ["CancelJob", { reason: "r" }, "jobId", notNull],
  ["TerminateJobs", { reason: "r" }, "jobs", notNull],
  ["RegisterJobDefinition", { type: "container" }, "jobDefinitionName", notNull],
  ["RegisterJobDefinition", define({ type: "lambda" }), "type", oneOf("container", "multinode")],
  [
    "RegisterJobDefinition",
    define({ platformCapabilities: ["ECS"] }),
    "platformCapabilities",
    "must satisfy constraint: [Member must satisfy enum value set: [EC2, FARGATE",
  ],
  [
    "RegisterJobDefinition",
    container({ ulimits: [{ name: "nofile" }] }),
    "containerProperties.ulimits.1.member.hardLimit",
    notNull,
  ],
  [
    "RegisterJobDefinition",
    container({ secrets: [{ name: "s" }] }),
    "containerProperties.secrets.1.member.valueFrom",
    notNull,
  ],
  [
    "RegisterJobDefinition",
    container({ logConfiguration: { logDriver: "kafka" } }),
    "containerProperties.logConfiguration.logDriver",
    "must satisfy enum value set: [json-file, ",
  ],
  ["CreateJobQueue", { jobQueueName: "q" }, "priority", notNull],
  ["CreateJobQueue", queue({ state: "PAUSED" }), "state", oneOf("ENABLED", "DISABLED")],
  [
    "CreateJobQueue",
    queue({ computeEnvironmentOrder: [{ order: 1 }] }),
    "computeEnvironmentOrder.1.member.computeEnvironment",
    notNull,
  ],
  ["CreateComputeEnvironment", { computeEnvironmentName: "e" }, "type", notNull],
  ["CreateComputeEnvironment", environment({ type: "FOO" }), "type", oneOf("MANAGED", "UNMANAGED")],
  [
    "CreateComputeEnvironment",
    environment({ computeResources: { type: "EC2", subnets: [] } }),
    "computeResources.maxvCpus",
    notNull,
  ],
  [
    "CreateComputeEnvironment",
    environment({ computeResources: { type: "EC3", maxvCpus: 1, subnets: [] } }),
    "computeResources.type",
    "must satisfy enum value set: [EC2, ",
  ],
];

/** Values that cannot be read, with the words of AWS's parser. */
export const unreadable: readonly (readonly [
  "batch" | "states",
  operation: string,
  input: unknown,
  message: string,
])[] = [
  [
    "states",
    "StartExecution",
    { stateMachineArn: machine, input: { a: 1 } },
    "Start of structure or map found where not expected",
  ],
  [
    "states",
    "StartExecution",
    { stateMachineArn: machine, name: 7 },
    "NUMBER_VALUE cannot be converted to String",
  ],
  ["states", "ListExecutions", { maxResults: "10" }, "STRING_VALUE cannot be converted to Integer"],
  [
    "states",
    "GetExecutionHistory",
    { executionArn: "a", reverseOrder: "yes" },
    "STRING_VALUE cannot be converted to Boolean",
  ],
  ["states", "ListStateMachines", [], "Unrecognized collection type class java.util.Map"],
  [
    "batch",
    "SubmitJob",
    { ...job, arrayProperties: { size: "2" } },
    "STRING_VALUE cannot be converted to Integer",
  ],
  ["batch", "SubmitJob", { ...job, containerOverrides: { command: "true" } }, "Unexpected field type"],
  ["batch", "DescribeJobs", { jobs: [1] }, "NUMBER_VALUE cannot be converted to String"],
  ["batch", "SubmitJob", null, "Unexpected field type"],
];
