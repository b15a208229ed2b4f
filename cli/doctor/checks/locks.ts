import { DescribeExecutionCommand, ExecutionDoesNotExist } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { tableKeys } from "../../../contract/record-keys.ts";
import type { LockRecord } from "../../../contract/records.ts";
import { age, minute } from "../age.ts";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import { orFailure } from "../failure.ts";
import type { Subject } from "../subject.ts";

/** Step Functions may not know an execution in its first minutes. */
const youngMs = 5 * minute;

/** Whether the executions that hold workflows' locks are alive. */
export const locks: Check = {
  name: "locks",
  why: "A workflow does not run while its lock names a dead execution.",
  actions: ["dynamodb:GetItem", "states:DescribeExecution"],
  async run(subject, signal) {
    const { outputs } = subject;
    if (outputs === undefined) return [note("not checked: there is no table yet")];
    const found = Object.entries(outputs.stateMachines).map(([workflow, machine]) =>
      holderOf(workflow, machine, outputs.table, subject, signal),
    );
    return Promise.all(found.map((each) => orFailure(each, locks.actions)));
  },
};

async function holderOf(
  workflow: string,
  machine: string,
  TableName: string,
  { clients, now }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const records = DynamoDBDocumentClient.from(clients.dynamodb);
  const request = new GetCommand({ TableName, Key: tableKeys.lock(workflow), ConsistentRead: true });
  const { Item } = await records.send(request, { abortSignal });
  if (Item === undefined) return ok(`${workflow}: no run is under way`);
  const { runId, execution, acquiredAt } = Item as LockRecord;
  const executionArn = `${machine.replace(":stateMachine:", ":execution:")}:${execution}`;
  const held = now() - Date.parse(acquiredAt);
  const status = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }), { abortSignal }).then(
    (found) => found.status ?? "",
    (cause) => {
      if (cause instanceof ExecutionDoesNotExist) return held < youngMs ? "STARTING" : "forgotten";
      throw cause;
    },
  );
  const what = `${workflow}: the execution ${execution} has held the lock for the run ${runId} for ${age(held)}`;
  if (["RUNNING", "PENDING_REDRIVE", "STARTING"].includes(status)) return ok(`${what}, and is alive`);
  return wrong(
    `${what}, and is ${status}`,
    "wait: the function `stopped` closes such runs every 15 minutes, and so does the workflow's next run; if they do not, read the function's log",
  );
}
