import {
  DescribeConsumableResourceCommand,
  DescribeJobsCommand,
  GetJobQueueSnapshotCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import {
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { Outputs } from "./embedding-stack.ts";
import type { Calls } from "./person.ts";

/** A run of greetings that has ended. */
export interface EndedRun {
  readonly runId: string;
  readonly executionArn: string;
  /** Of its only chunk's container. */
  readonly logStream: string;
  /** Key of what its stage wrote. */
  readonly greeting: string;
}

const machineOf = ({ stateMachines }: Outputs) => stateMachines.greetings;
const jobsGroup = "/shop/dev/jobs/greetings";

/** All that grantRead is for. */
export function reading(outputs: Outputs, { runId, executionArn, logStream }: EndedRun): Calls {
  const { table: TableName } = outputs;
  const Key = tableKeys.run("greetings", runId);
  const query = {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": Key.pk, ":prefix": tenantPrefix },
  };
  return {
    "lists runs": ({ sfn }) => sfn.send(new ListExecutionsCommand({ stateMachineArn: machineOf(outputs) })),
    "sees a run": ({ sfn }) => sfn.send(new DescribeExecutionCommand({ executionArn })),
    "sees its steps": ({ sfn }) => sfn.send(new GetExecutionHistoryCommand({ executionArn })),
    "gets a record": ({ records }) => records.send(new GetCommand({ TableName, Key })),
    "gets several records": ({ records }) =>
      records.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    "finds records": ({ records }) => records.send(new QueryCommand({ TableName, ...query })),
    "reads a container's log": ({ logs }) =>
      logs.send(new GetLogEventsCommand({ logGroupName: jobsGroup, logStreamName: logStream })),
    "sees a job": ({ batch }) => batch.send(new DescribeJobsCommand({ jobs: ["none"] })),
    "asks for jobs": ({ batch }) => batch.send(new ListJobsCommand({ jobQueue: outputs.jobQueues?.compute })),
    "asks who holds the room of a queue": ({ batch }) =>
      batch.send(new GetJobQueueSnapshotCommand({ jobQueue: outputs.jobQueues?.compute })),
    "asks how much of a limited resource is free": ({ batch }) =>
      batch.send(new DescribeConsumableResourceCommand({ consumableResource: "none" })).catch(unlessUnknown),
    "sees its definition": ({ sfn }) =>
      sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
    ...Object.fromEntries(
      logGroupsOf(outputs).map((logGroupName) => [
        `searches ${logGroupName}`,
        ({ logs }) => logs.send(new FilterLogEventsCommand({ logGroupName })),
      ]),
    ),
  };
}

/** The account has none of that name. */
function unlessUnknown(cause: Error): undefined {
  if (cause.name !== "ClientException") throw cause;
}

/** The same for executions of map runs, which this workflow does not have. */
export function readingMapRuns({ executionArn }: EndedRun): Calls {
  const inMachine = (kind: string) =>
    `${executionArn.replace(/:execution:([^:]+):.*/, `:${kind}:$1`)}/chunks:1`;
  const mapRunArn = inMachine("mapRun");
  const child = { executionArn: inMachine("execution") };
  return {
    "lists map runs": ({ sfn }) => sfn.send(new ListMapRunsCommand({ executionArn })),
    "sees a map run": ({ sfn }) => sfn.send(new DescribeMapRunCommand({ mapRunArn })),
    "lists its executions": ({ sfn }) => sfn.send(new ListExecutionsCommand({ mapRunArn })),
    "sees one": ({ sfn }) => sfn.send(new DescribeExecutionCommand(child)),
    "sees its steps": ({ sfn }) => sfn.send(new GetExecutionHistoryCommand(child)),
  };
}

function logGroupsOf({ logGroups }: Outputs): string[] {
  return Object.values(logGroups).flatMap((of) => (typeof of === "string" ? [of] : Object.values(of)));
}

/** All that grantOperate is for. A run of that name has ended, so nothing starts or stops. */
export function operating(outputs: Outputs, { runId: name, executionArn }: EndedRun): Calls {
  const stateMachineArn = machineOf(outputs);
  return {
    starts: ({ sfn }) => sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: "{}" })),
    stops: ({ sfn }) => sfn.send(new StopExecutionCommand({ executionArn })),
  };
}

/** All that grantReproduce is for. */
export function reproducing(outputs: Outputs, { runId, greeting }: EndedRun): Calls {
  const { table: TableName, platformBucket, dataBucket: Bucket } = outputs;
  const manifest = `runs/greetings/${runId}/plan.json`;
  return {
    "reads a plan": ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: platformBucket, Key: manifest })),
    "reads a tenant's object": ({ s3 }) => s3.send(new GetObjectCommand({ Bucket, Key: greeting })),
    "lists tenants' objects": ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket })),
    "enters the caller into the record": ({ records }) =>
      records.send(
        new UpdateCommand({
          ...{ TableName, Key: tableKeys.run("greetings", runId) },
          ConditionExpression: "attribute_exists(pk)",
          UpdateExpression: "SET reproductions = if_not_exists(reproductions, :none)",
          ExpressionAttributeValues: { ":none": [] },
        }),
      ),
  };
}

/** What grantReproduce does not allow. */
export function beyondReproducing(outputs: Outputs, { runId }: EndedRun): Calls {
  const { table: TableName, platformBucket, dataBucket: Bucket } = outputs;
  const change = { UpdateExpression: "SET #one = :new", ExpressionAttributeValues: { ":new": "FAILED" } };
  const update = (Key: Record<string, string>, attribute: string) =>
    new UpdateCommand({ TableName, Key, ...change, ExpressionAttributeNames: { "#one": attribute } });
  return {
    "changes a run's status": ({ records }) =>
      records.send(update(tableKeys.run("greetings", runId), "status")),
    "changes a lock": ({ records }) => records.send(update(tableKeys.lock("greetings"), "reproductions")),
    "reads the tenants": ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket: platformBucket, Key: "tenants.json" })),
    "writes a tenant's object": ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket, Key: "tenants/acme/greeting.txt", Body: "forged" })),
    starts: ({ sfn }) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn: machineOf(outputs), name: runId, input: "{}" })),
  };
}

/** What neither of them allows. */
export function crossings(
  outputs: Outputs,
  { runId, executionArn, logStream }: EndedRun,
  tenantRole: string,
): Calls {
  const { table: TableName, platformBucket, dataBucket } = outputs;
  const stateMachineArn = machineOf(outputs);
  const Key = tableKeys.run("greetings", runId);
  const other = {
    stateMachineArn: `${stateMachineArn}-other`,
    executionArn: executionArn.replace(/:[^:]*$/, "-other:run-1"),
  };
  const job = { jobName: "job", jobQueue: outputs.jobQueues?.compute, jobDefinition: "greetings-greet" };
  const log = { logGroupName: jobsGroup, logStreamName: logStream };
  const logEvents = [{ timestamp: 1, message: "forged" }];
  return {
    "changes a record": ({ records }) => records.send(new PutCommand({ TableName, Item: { ...Key } })),
    "deletes a lock": ({ records }) =>
      records.send(new DeleteCommand({ TableName, Key: tableKeys.lock("greetings") })),
    "scans the table": ({ records }) => records.send(new ScanCommand({ TableName })),
    "reads another table": ({ records }) =>
      records.send(new GetCommand({ TableName: `${TableName}-2`, Key })),
    "reads the tenants": ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket: platformBucket, Key: "tenants.json" })),
    "reads a plan": ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket: platformBucket, Key: `runs/greetings/${runId}/plan.json` })),
    "reads a tenant's data": ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket: dataBucket, Key: "tenants/acme/greeting.txt" })),
    "writes a tenant's data": ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket: dataBucket, Key: "tenants/acme/greeting.txt", Body: "forged" })),
    "lists tenants' data": ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: dataBucket })),
    "lists runs of another machine": ({ sfn }) => sfn.send(new ListExecutionsCommand(other)),
    "sees a run of another machine": ({ sfn }) => sfn.send(new DescribeExecutionCommand(other)),
    "starts another machine": ({ sfn }) => sfn.send(new StartExecutionCommand(other)),
    "stops a run of another machine": ({ sfn }) => sfn.send(new StopExecutionCommand(other)),
    "redrives a run": ({ sfn }) => sfn.send(new RedriveExecutionCommand({ executionArn })),
    "reads the definition": ({ sfn }) => sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
    "writes a log": ({ logs }) => logs.send(new PutLogEventsCommand({ ...log, logEvents })),
    "searches another stack's log": ({ logs }) =>
      logs.send(new FilterLogEventsCommand({ logGroupName: "/shop/dev2/jobs/greetings" })),
    "reads a log of its own stack": ({ logs }) =>
      logs.send(new GetLogEventsCommand({ ...log, logGroupName: "/shop/dev/other" })),
    "submits a job": ({ batch }) => batch.send(new SubmitJobCommand(job)),
    "terminates a job": ({ batch }) =>
      batch.send(new TerminateJobCommand({ jobId: "00000000-0000-0000-0000-000000000000", reason: "" })),
    "becomes a tenant's worker": ({ sts }) =>
      sts.send(new AssumeRoleCommand({ RoleArn: tenantRole, RoleSessionName: "person" })),
  };
}
