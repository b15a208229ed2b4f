import type { GetExecutionHistoryInput, GetExecutionHistoryOutput } from "@aws-sdk/client-sfn";
import { withoutData } from "@batchline/state-machines";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { Store } from "../store.ts";
import { page } from "./page.ts";

export function historyOperations(store: Store): Operations {
  return {
    GetExecutionHistory: (input: GetExecutionHistoryInput, call: Call): GetExecutionHistoryOutput => {
      call.authorise("states:GetExecutionHistory", input.executionArn ?? "*");
      const { events } = store.execution(input.executionArn).history;
      const { items, nextToken } = page(events, input, { newestFirst: input.reverseOrder ?? false });
      const withData = input.includeExecutionData ?? true;
      return { events: withData ? [...items] : items.map(withoutData), nextToken };
    },
  };
}
