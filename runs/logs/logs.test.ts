import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { ServedStack } from "../../testing/runs/served-stack.ts";
import { findRun } from "../records/find-run.ts";
import { followLogs } from "./follow-logs.ts";
import { functionLog, isDeadFunction } from "./function-log.ts";
import { lineText } from "./log-line.ts";
import { LogReader, logTail } from "./log-reader.ts";
import { logsOf } from "./stage-log.ts";

const group = "/jobs/nightly";
const by = { workflow: "nightly", runId: "r1", chunk: 0, stage: "fetch", tenant: "acme" };

describe("logs of a run", () => {
  let served: ServedStack;
  before(async () => {
    served = await ServedStack.start({ nightly: ["fetch", "load"] });
    await served.run("nightly", "r1", { chunks: 1 });
  });
  after(() => served?.stop());

  let time = 0;
  const write = (stream: string, ...messages: string[]) =>
    served.aws.logs.put(
      group,
      stream,
      messages.map((message) => ({ message, timestamp: ++time })),
    );

  it("of all attempts are named by a record, the oldest first", async () => {
    const tried = { startedAt: "2026-11-23T03:00:00.000Z" };
    await served.chunk(by, {
      ...{ status: "RUNNING", attempts: 3, logGroup: group, logStream: "fetch/3" },
      tries: [
        { ...tried, attempt: "job-1", outcome: "OUT_OF_MEMORY", logStream: "fetch/1" },
        { ...tried, attempt: "job-2", outcome: "RECLAIMED" },
        { ...tried, attempt: "job-3", logStream: "fetch/3" },
      ],
    });
    const [record] = await (await findRun(served.stack, "r1")).chunks();
    const logs = record === undefined ? [] : logsOf(record);
    expect(logs.map(({ attempt, stream, isEnded }) => [attempt, stream, isEnded])).to.deep.equal([
      [1, "fetch/1", true],
      [3, "fetch/3", false],
    ]);
  });

  it("of the function that plans runs are read for a span of time, as what it wrote", async () => {
    const stack = {
      ...served.stack,
      outputs: { ...served.stack.outputs, logGroups: { metadata: "/functions/metadata" } },
    };
    const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 3, 0, second));
    const line = (second: number, message: string) =>
      served.aws.logs.put("/functions/metadata", "1", [{ message, timestamp: at(second).getTime() }]);
    line(0, "of another run");
    line(30, JSON.stringify({ level: "ERROR", message: "no database here" }));
    line(31, JSON.stringify({ level: "ERROR", message: "Invoke Error", errorMessage: "no such table" }));
    line(32, "plain");
    line(59, "of a later run");
    const span = { from: at(30), to: at(33) };
    expect(await functionLog(stack, "metadata", span)).to.deep.equal([
      "no database here",
      "Invoke Error: no such table",
      "plain",
    ]);
    expect(await functionLog(stack, "summary", span)).to.deep.equal([]);
    expect(["Runtime.ExitError", "Sandbox.Timedout", "RunUnderWayError"].map(isDeadFunction)).to.deep.equal([
      ...[true, true, false],
    ]);
  });

  it("are read from the beginning, then what is new, or only their end", async () => {
    const { logs } = served.stack.clients;
    write("a", "one", "two", "three");
    const reader = new LogReader(logs, { group, stream: "a" });
    const next = async () => {
      const lines: string[] = [];
      for await (const events of reader.next()) lines.push(...events.map(({ message }) => message));
      return lines;
    };
    expect(await next()).to.deep.equal(["one", "two", "three"]);
    write("a", "four");
    expect(await next()).to.deep.equal(["four"]);
    expect((await logTail(logs, { group, stream: "a" }, 2)).map(({ message }) => message)).to.deep.equal([
      "three",
      "four",
    ]);
    expect(await logTail(logs, { group, stream: "not-there" }, 2)).to.deep.equal([]);
  });

  it("are followed until the run ends: lines of containers that begin, and those after the last record", async () => {
    await served.run("nightly", "r2", { chunks: 1, startedAt: "2026-11-24T03:00:00.000Z" });
    const executionArn = await served.execution("nightly", "r2", "stays");
    const run = await findRun(served.stack, "r2");
    const seen: string[] = [];
    const steps = [
      async () => {
        await served.chunk({ ...by, runId: "r2" }, { status: "RUNNING", logGroup: group, logStream: "f" });
        write("f", "begins");
      },
      async () => {
        await served.chunk({ ...by, runId: "r2" }, { logGroup: group, logStream: "f" });
        await served.stack.clients.sfn.send(new StopExecutionCommand({ executionArn }));
      },
      async () => write("f", "the last line"),
    ];
    const pause = async () => {
      await steps.shift()?.();
    };
    const { signal } = new AbortController();
    await followLogs(run, {}, { signal, say: () => {}, pause }, ({ stage }, events) =>
      seen.push(...events.map(({ message }) => `${stage} ${message}`)),
    );
    expect(seen).to.deep.equal(["fetch begins", "fetch the last line"]);
  });

  it("have lines for people: the text of the worker's lines with their fields", () => {
    const line = {
      level: "warn",
      time: "t",
      tenant: "acme",
      chunk: 0,
      item: "product 7",
      msg: "item failed",
    };
    expect(lineText(JSON.stringify(line))).to.equal('WARN item failed item="product 7"');
    expect(lineText("{not JSON")).to.equal("{not JSON");
  });
});
