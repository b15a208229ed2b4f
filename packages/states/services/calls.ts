import { batchCalls } from "./batch/batch-calls.ts";
import { dynamodbCalls } from "./dynamodb/dynamodb.ts";
import { ecsCalls } from "./ecs/ecs.ts";
import { eventsCalls } from "./events/events.ts";
import { glueCalls } from "./glue/glue.ts";
import { lambdaCalls } from "./lambda/lambda.ts";
import type { Call, Calls } from "./parameters.ts";
import { s3Calls } from "./s3/s3.ts";
import { sesCalls } from "./ses/ses.ts";
import { snsCalls } from "./sns/sns.ts";
import { sqsCalls } from "./sqs/sqs.ts";
import { executionCalls } from "./step-functions/executions.ts";

const calls: Calls = {
  ...batchCalls,
  ...dynamodbCalls,
  ...ecsCalls,
  ...eventsCalls,
  ...executionCalls,
  ...glueCalls,
  ...lambdaCalls,
  ...s3Calls,
  ...sesCalls,
  ...snsCalls,
  ...sqsCalls,
};

/** The call of a task's resource, with any pattern. Undefined for a call that the builder does not know and does not check. */
export const callOf = (resource: string): Call | undefined =>
  calls[resource.replace(/\.(sync(:2)?|waitForTaskToken)$/, "")];
