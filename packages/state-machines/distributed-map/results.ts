import type { Json, JsonObject, ResultWriter } from "@batchline/asl";
import { defined, must } from "@batchline/diagnostics";
import type { Portion } from "./map-run.ts";

type Transformation = NonNullable<NonNullable<ResultWriter["WriterConfig"]>["Transformation"]>;

/** The executions that ended in one way, as a result shows them. */
export type ResultKind = "SUCCEEDED" | "FAILED" | "PENDING";

/** The file of a portion's result. An execution that started and did not succeed has failed. */
export function kindOf({ execution }: Portion): ResultKind {
  if (execution === undefined) return "PENDING";
  return execution.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
}

/**
 * Results in the form of WriterConfig. Executions that failed or never started are always whole.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function transformed(portions: readonly Portion[], transformation: Transformation): Json[] {
  return portions.flatMap((portion): readonly Json[] => {
    if (transformation === "NONE" || kindOf(portion) !== "SUCCEEDED") return [whole(portion)];
    const output: Json = JSON.parse(
      must(portion.execution?.output, "an execution that succeeded has an output"),
    );
    return transformation === "FLATTEN" && Array.isArray(output) ? output : [output];
  });
}

/** An execution as DescribeExecution returns it, in PascalCase and in alphabetical order. */
function whole({ execution, input }: Portion): JsonObject {
  if (execution === undefined) return { Input: JSON.stringify(input), InputDetails: { Included: true } };
  const { output, error, cause, stopDate, status } = execution;
  const redrivable = status !== "SUCCEEDED";
  return defined({
    Cause: cause,
    Error: error,
    ExecutionArn: execution.arn,
    Input: execution.input,
    InputDetails: { Included: true },
    Name: execution.name,
    Output: output,
    OutputDetails: output === undefined ? undefined : { Included: true },
    RedriveCount: execution.redriveCount,
    RedriveStatus: redrivable ? "REDRIVABLE_BY_MAP_RUN" : "NOT_REDRIVABLE",
    RedriveStatusReason: redrivable ? undefined : `Execution is ${status} and cannot be redriven`,
    StartDate: execution.startDate.toISOString(),
    StateMachineArn: execution.machine.arn,
    Status: status,
    StopDate: stopDate?.toISOString(),
  });
}
