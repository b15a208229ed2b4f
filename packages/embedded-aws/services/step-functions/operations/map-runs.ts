import type * as api from "@aws-sdk/client-sfn";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { KnownMapRun } from "../known-map-run.ts";
import type { Store } from "../store.ts";
import { page } from "./page.ts";

export function mapRunOperations(store: Store): Operations {
  return {
    ListMapRuns: (input: api.ListMapRunsInput, call: Call): api.ListMapRunsOutput => {
      call.authorise("states:ListMapRuns", input.executionArn ?? "*");
      const execution = store.execution(input.executionArn);
      const { items, nextToken } = page(store.mapRunsOf(execution.arn), input, { newestFirst: true });
      return { mapRuns: items.map(listItem), nextToken };
    },
    DescribeMapRun: (input: api.DescribeMapRunInput, call: Call): api.DescribeMapRunOutput => {
      call.authorise("states:DescribeMapRun", input.mapRunArn ?? "*");
      const run = store.mapRun(input.mapRunArn);
      const { arn, executionArn, status, startDate, stopDate, redriveCount, redriveDate, tolerance } = run;
      return {
        mapRunArn: arn,
        executionArn,
        status,
        startDate,
        stopDate,
        maxConcurrency: run.maxConcurrency,
        toleratedFailurePercentage: tolerance.percentage ?? 0,
        toleratedFailureCount: tolerance.count ?? 0,
        itemCounts: run.counts("items"),
        executionCounts: run.counts("executions"),
        redriveCount,
        redriveDate,
      };
    },
  };
}

/** The machine is the one of the children: `<machine>/<label>`. */
function listItem({ arn, executionArn, startDate, stopDate }: KnownMapRun): api.MapRunListItem {
  const stateMachineArn = arn.replace(":mapRun:", ":stateMachine:").replace(/:[^:]*$/, "");
  return { mapRunArn: arn, executionArn, stateMachineArn, startDate, stopDate };
}
