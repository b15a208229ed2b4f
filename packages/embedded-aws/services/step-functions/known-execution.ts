import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Execution } from "./execution.ts";

/** What is known about an execution, of this session or of an earlier one. */
export interface KnownExecution
  extends Pick<
      Execution,
      "arn" | "name" | "machine" | "input" | "startDate" | "mapRunArn" | "status" | "stopDate"
    >,
    Pick<Execution, "output" | "error" | "cause" | "redriveCount" | "redriveDate">,
    Pick<Execution, "ended" | "settled" | "stop"> {
  readonly history: { readonly events: readonly HistoryEvent[] };
}
