import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type LogLevel,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Embedded, eventually, isOver } from "../../testing/embedded-step-functions.ts";

describe("the log of a state machine", () => {
  let aws: Embedded;
  let lines: { group: string; stream: string; timestamp: number; line: Record<string, unknown> }[];

  beforeEach(async () => {
    lines = [];
    const clock = new VirtualClock(Date.parse("2026-01-01T03:04:05Z"));
    const logs = {
      put: (group: string, stream: string, events: { timestamp: number; message: string }[]) => {
        for (const { timestamp, message } of events) {
          lines.push({ group, stream, timestamp, line: JSON.parse(message) });
        }
      },
    };
    aws = await new Embedded(clock, { logs }).start();
    aws.allow("states:*");
  });
  afterEach(() => aws.stop());

  const configuration = (level: LogLevel, includeExecutionData = false) => {
    const logGroupArn = "arn:aws:logs:eu-central-1:000000000000:log-group:/states/import:*";
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
    return { loggingConfiguration: { level, includeExecutionData, destinations } };
  };
  const run = async (states: object, ...logging: Parameters<typeof configuration>) => {
    const definition = { StartAt: Object.keys(states)[0], States: states };
    const stateMachineArn = aws.create("import", definition, configuration(...logging));
    const { executionArn } = await aws.client.send(
      new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }),
    );
    await eventually(async () => {
      const { status } = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(status) ? true : undefined;
    });
    return { stateMachineArn, executionArn };
  };
  const types = () => lines.map(({ line }) => line.type);
  const failing = {
    P: { Type: "Pass", Next: "F" },
    F: { Type: "Fail", Error: "Broken", Cause: "on purpose" },
  };

  it("has a line for each event, in AWS's form", async () => {
    const { executionArn, stateMachineArn } = await run({ P: { Type: "Pass", End: true } }, "ALL", true);
    expect(types()).to.deep.equal([
      "ExecutionStarted",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
    expect(lines[1]).to.deep.equal({
      group: "/states/import",
      stream: "states/import/2026-01-01-03/00000000",
      timestamp: Date.parse("2026-01-01T03:04:05Z"),
      line: {
        details: { name: "P", input: '{"a":1}', inputDetails: { truncated: false } },
        redrive_count: "0",
        id: "2",
        type: "PassStateEntered",
        previous_event_id: "0",
        event_timestamp: String(Date.parse("2026-01-01T03:04:05Z")),
        execution_arn: executionArn,
      },
    });
    const described = await aws.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described.loggingConfiguration).to.deep.equal(configuration("ALL", true).loggingConfiguration);
  });

  it("leaves the execution's data out unless it is wanted", async () => {
    await run({ P: { Type: "Pass", End: true } }, "ALL");
    expect(lines[1]?.line.details).to.deep.equal({ name: "P" });
  });

  it("has only errors, or only failed executions, by its level", async () => {
    await run(failing, "ERROR");
    expect(types()).to.deep.equal(["FailStateEntered", "ExecutionFailed"]);
    lines = [];
    await run(failing, "FATAL");
    expect(types()).to.deep.equal(["ExecutionFailed"]);
    lines = [];
    await run(failing, "OFF");
    expect(types()).to.deep.equal([]);
  });

  it("names the Map Run of child executions", async () => {
    const ItemProcessor = {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "P",
      States: { P: { Type: "Pass", End: true } },
    };
    await run({ M: { Type: "Map", Items: [1], ItemProcessor, End: true } }, "ALL");
    const child = lines.find(({ line }) => line.type === "PassStateEntered");
    expect(child?.line.map_run_arn).to.match(/:mapRun:import\/M:/);
  });
});
