import type { Json, JsonObject, ResultWriter } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import type { ChildExecution, MapRun, Portion } from "./map-run.ts";

type Transformation = NonNullable<NonNullable<ResultWriter["WriterConfig"]>["Transformation"]>;

/** The executions that ended in one way, as a result shows them. */
export type ResultKind = "SUCCEEDED" | "FAILED" | "PENDING";

/** The file of a portion's result. An execution that started and did not succeed has failed. */
export function kindOf({ execution }: Portion): ResultKind {
  if (execution === undefined) return "PENDING";
  return execution.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
}

/** A Map's result without S3: outputs in the items' order, without those of tolerated failures. */
export function outputs(run: MapRun): Json[] {
  return must(run.portions, "items are read before results are written")
    .filter((portion) => kindOf(portion) === "SUCCEEDED")
    .map(({ execution }) => outputOf(execution));
}

/**
 * Results in the form of WriterConfig. Executions that failed or never started are always whole.
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
  return JSON.parse(must(execution?.output, "an execution that succeeded has an output"));
}

/** An execution as DescribeExecution returns it, in PascalCase and in alphabetical order. */
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
