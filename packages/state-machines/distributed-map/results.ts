import type { Json, JsonObject, ResultWriter } from "@batchline/asl";
import type { ChildExecution, MapRun, Portion } from "./map-run.ts";

type Transformation = NonNullable<NonNullable<ResultWriter["WriterConfig"]>["Transformation"]>;

/** The executions that ended in one way, as a result shows them. */
export type ResultKind = "SUCCEEDED" | "FAILED" | "PENDING";

/** Which file a portion's result goes to. Whatever did not succeed once it was started has failed. */
export function kindOf({ execution }: Portion): ResultKind {
  if (execution === undefined) return "PENDING";
  return execution.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
}

/** What a Map results in without S3: outputs in the items' order, those of tolerated failures left out. */
export function outputs(run: MapRun): Json[] {
  return (run.portions ?? [])
    .filter((portion) => kindOf(portion) === "SUCCEEDED")
    .map(({ execution }) => outputOf(execution));
}

/**
 * Results as WriterConfig wants them. What failed or never started is always shown whole.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function transformed(portions: readonly Portion[], transformation: Transformation): Json[] {
  return portions.flatMap((portion): readonly Json[] => {
    const { execution } = portion;
    if (transformation === "NONE" || kindOf(portion) !== "SUCCEEDED") return [whole(portion)];
    const output = outputOf(execution);
    return transformation === "FLATTEN" && Array.isArray(output) ? output : [output];
  });
}

function outputOf(execution: ChildExecution | undefined): Json {
  return JSON.parse(execution?.output ?? "null");
}

/** An execution as DescribeExecution tells of it, in PascalCase and in the order of the alphabet. */
function whole({ execution, input }: Portion): JsonObject {
  if (execution === undefined) return { Input: JSON.stringify(input), InputDetails: { Included: true } };
  const { output, error, cause, stopDate, status } = execution;
  const redrivable = status !== "SUCCEEDED";
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: execution.arn,
    Input: execution.input,
    InputDetails: { Included: true },
    Name: execution.name,
    ...(output === undefined ? {} : { Output: output, OutputDetails: { Included: true } }),
    RedriveCount: execution.redriveCount,
    RedriveStatus: redrivable ? "REDRIVABLE_BY_MAP_RUN" : "NOT_REDRIVABLE",
    ...(redrivable ? {} : { RedriveStatusReason: `Execution is ${status} and cannot be redriven` }),
    StartDate: execution.startDate.toISOString(),
    StateMachineArn: execution.machine.arn,
    Status: status,
    ...(stopDate === undefined ? {} : { StopDate: stopDate.toISOString() }),
  };
}
