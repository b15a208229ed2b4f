import { paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { isRecord } from "@batchline/diagnostics";
import type { Stack } from "../stack/stack.ts";

/** Lines that are kept. */
const linesShown = 12;
/** Requests at most: a page may be empty. */
const mostPages = 5;
/** CloudWatch Logs lists a line some seconds after it was written, with its own time. */
const slackMs = 5_000;

/** Whether an execution's error says that a function's process died, or took too long. Its own output says why.
 * @example isDeadFunction("Runtime.ExitError") // true */
export function isDeadFunction(error: string | undefined): boolean {
  return /^(Runtime|Sandbox)\./.test(error ?? "");
}

/**
 * The last lines that the function wrote that plans, or closes, the stack's runs, oldest first. Other runs' calls at the same time may be
 * among them.
 * @param span Of the execution that called it.
 * @throws errors of the AWS SDK
 * @example await functionLog(stack, run?.plannedAt ? "summary" : "metadata", { from: execution.startDate, to: execution.stopDate });
 */
export async function functionLog(
  { clients, outputs }: Stack,
  name: "metadata" | "summary",
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<string[]> {
  const logGroupName = outputs.logGroups?.[name];
  if (typeof logGroupName !== "string") return [];
  const span = { startTime: from.getTime() - slackMs, endTime: to.getTime() + slackMs };
  let last: string[] = [];
  let pages = 0;
  for await (const { events = [] } of paginateFilterLogEvents(
    { client: clients.logs },
    { logGroupName, ...span },
  )) {
    last = [...last, ...events.map(({ message = "" }) => written(message))].slice(-linesShown);
    if (++pages === mostPages) break;
  }
  return last;
}

/** What the function wrote, of a line in Lambda's JSON. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function written(line: string): string {
  try {
    const record: unknown = JSON.parse(line);
    if (!isRecord(record)) return line;
    const { message, errorMessage } = record;
    return [message, errorMessage].filter((text) => typeof text === "string").join(": ") || line;
  } catch {
    return line;
  }
}
