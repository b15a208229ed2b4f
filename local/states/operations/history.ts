import type { GetExecutionHistoryInput, GetExecutionHistoryOutput, HistoryEvent } from "@aws-sdk/client-sfn";
import type { Call, Operations } from "../../gateway/service.ts";
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

/** What an event carries of the execution's data. */
const data = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
  "assignedVariables",
  "assignedVariablesDetails",
]);

function withoutData(event: HistoryEvent): HistoryEvent {
  const stripped = Object.entries(event).map(([field, value]) => [
    field,
    field.endsWith("EventDetails")
      ? Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !data.has(name)))
      : value,
  ]);
  return Object.fromEntries(stripped);
}
