import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { type Embedded, eventually, isOver } from "./embedded-step-functions.ts";

/** Ends at once, with its input. */
export const passing = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };

/** Waits an hour. */
export const waiting = {
  StartAt: "W",
  States: { W: { Type: "Wait", Seconds: 3600, Output: "{% $states.input %}", End: true } },
};

/** A machine with one task. */
export const task = (Resource: string, Arguments: unknown, more: object = {}) => ({
  StartAt: "T",
  States: { T: { Type: "Task", Resource, Arguments, ...more, End: true } },
});

export const startExecution = (aws: Embedded, stateMachineArn: string, name?: string, input?: string) =>
  aws.client.send(new StartExecutionCommand({ stateMachineArn, name, input }));

/** Creates or updates a machine, and starts it. Returns the execution's ARN. */
export async function startMachine(
  aws: Embedded,
  definition: object,
  input: unknown = {},
  { machine = "machine", name }: { machine?: string; name?: string } = {},
): Promise<string> {
  const started = await startExecution(aws, aws.create(machine, definition), name, JSON.stringify(input));
  return started.executionArn ?? "";
}

/** Resolves with the execution once it is over. */
export const ended = (aws: Embedded, executionArn: string): Promise<DescribeExecutionOutput> =>
  eventually(async () => {
    const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
    return isOver(execution.status) ? execution : undefined;
  });

/** Starts a machine and waits for its end. The output is parsed. */
export async function runMachine(aws: Embedded, definition: object, input: unknown = {}) {
  const execution = await ended(aws, await startMachine(aws, definition, input));
  return { ...execution, output: JSON.parse(execution.output ?? "null") };
}

export const historyOf = async (aws: Embedded, executionArn: string): Promise<HistoryEvent[]> =>
  (await aws.client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

/** The name of the error that the request fails with. */
export const errorName = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => "no error",
    (error: Error) => error.name,
  );
