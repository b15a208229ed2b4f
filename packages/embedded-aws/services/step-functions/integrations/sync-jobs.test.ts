import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { awsJsonService } from "../../../host/gateway/protocols/aws-json.ts";
import type { Service } from "../../../host/gateway/service.ts";
import { Embedded, eventually } from "../../../testing/embedded-step-functions.ts";
import { ended, startMachine, task } from "../../../testing/executions.ts";

/** A minimal Glue or ECS: it records the calls and returns the answers that the test sets. */
class Jobs {
  readonly calls: [operation: string, input: unknown][] = [];
  readonly answers: Record<string, object> = {};

  service(signingName: string, ...operations: string[]): Service {
    return awsJsonService({
      signingName,
      version: "1.1",
      operations: Object.fromEntries(
        operations.map((operation) => [
          operation,
          (input: unknown) => {
            this.calls.push([operation, input]);
            return this.answers[operation] ?? {};
          },
        ]),
      ),
    });
  }

  count(operation: string): number {
    return this.calls.filter(([name]) => name === operation).length;
  }
}

describe("jobs that Step Functions polls", () => {
  let clock: VirtualClock;
  let jobs: Jobs;
  let aws: Embedded;
  const taskArn = "arn:aws:ecs:eu-central-1:000000000000:task/main/1";

  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    jobs = new Jobs();
    const glue = jobs.service("glue", "StartJobRun", "GetJobRun", "BatchStopJobRun");
    const ecs = jobs.service("ecs", "RunTask", "DescribeTasks", "StopTask");
    aws = await new Embedded(clock).start([glue, ecs]);
    jobs.answers.StartJobRun = { JobRunId: "jr_1" };
    jobs.answers.GetJobRun = { JobRun: { Id: "jr_1", JobRunState: "RUNNING" } };
    const task = { taskArn, clusterArn: "main", lastStatus: "RUNNING" };
    jobs.answers.RunTask = { tasks: [task], failures: [] };
    jobs.answers.DescribeTasks = { tasks: [task] };
  });
  afterEach(() => aws.stop());

  const start = (Resource: string, Arguments: object) => startMachine(aws, task(Resource, Arguments));
  const outcome = async (executionArn: string) => {
    const execution = await ended(aws, executionArn);
    return { ...execution, output: JSON.parse(execution.output ?? "null") };
  };
  const asked = (operation: string, times: number) =>
    eventually(() => (jobs.count(operation) >= times ? true : undefined));
  /** The next look is due once the one before has been answered. */
  const untilEnded = async (executionArn: string) => {
    let over = false;
    const end = outcome(executionArn).finally(() => {
      over = true;
    });
    await eventually(() => {
      clock.advance(2000);
      return over ? true : undefined;
    });
    return end;
  };

  const glue = "arn:aws:states:::glue:startJobRun";
  const ecs = "arn:aws:states:::ecs:runTask";

  it("glue:startJobRun is over when the run is started", async () => {
    const { output } = await outcome(await start(glue, { JobName: "etl" }));
    expect(output).to.deep.include({ JobRunId: "jr_1" });
    expect(jobs.count("GetJobRun")).to.equal(0);
  });

  it("glue:startJobRun.sync results in the job run as it ended", async () => {
    const executionArn = await start(`${glue}.sync`, { JobName: "etl", Arguments: { "--day": "{% '1' %}" } });
    await asked("GetJobRun", 1);
    jobs.answers.GetJobRun = { JobRun: { Id: "jr_1", JobRunState: "SUCCEEDED", ExecutionTime: 7 } };
    const { output } = await untilEnded(executionArn);
    expect(output).to.deep.equal({ Id: "jr_1", JobRunState: "SUCCEEDED", ExecutionTime: 7 });
    expect(jobs.calls[0]).to.deep.equal(["StartJobRun", { JobName: "etl", Arguments: { "--day": "1" } }]);
    expect(jobs.calls[1]).to.deep.equal(["GetJobRun", { JobName: "etl", RunId: "jr_1" }]);
  });

  it("glue:startJobRun.sync fails with the run that failed", async () => {
    jobs.answers.GetJobRun = { JobRun: { Id: "jr_1", JobRunState: "FAILED", ErrorMessage: "no rows" } };
    const { error, cause } = await outcome(await start(`${glue}.sync`, { JobName: "etl" }));
    expect(error).to.equal("States.TaskFailed");
    expect(JSON.parse(cause ?? "")).to.deep.include({ ErrorMessage: "no rows" });
  });

  it("stopping the execution stops the job run", async () => {
    const executionArn = await start(`${glue}.sync`, { JobName: "etl" });
    await asked("GetJobRun", 1);
    await aws.client.send(new StopExecutionCommand({ executionArn }));
    await asked("BatchStopJobRun", 1);
    expect(jobs.calls.at(-1)).to.deep.equal(["BatchStopJobRun", { JobName: "etl", JobRunIds: ["jr_1"] }]);
  });

  it("ecs:runTask.sync results in the task as it stopped", async () => {
    const executionArn = await start(`${ecs}.sync`, { Cluster: "main", TaskDefinition: "report:1" });
    await asked("DescribeTasks", 1);
    const stopped = { taskArn, lastStatus: "STOPPED", containers: [{ name: "main", exitCode: 0 }] };
    jobs.answers.DescribeTasks = { tasks: [stopped] };
    const { output } = await untilEnded(executionArn);
    expect(output).to.deep.equal({
      Containers: [{ ExitCode: 0, Name: "main" }],
      LastStatus: "STOPPED",
      TaskArn: taskArn,
    });
  });

  it("ecs:runTask.sync fails when a container did", async () => {
    const stopped = { taskArn, lastStatus: "STOPPED", containers: [{ name: "main", exitCode: 1 }] };
    jobs.answers.DescribeTasks = { tasks: [stopped] };
    const { error, cause } = await outcome(await start(`${ecs}.sync`, { TaskDefinition: "report:1" }));
    expect(error).to.equal("States.TaskFailed");
    expect(JSON.parse(cause ?? "").Containers[0]).to.deep.include({ ExitCode: 1 });
  });

  it("a task that cannot be placed fails only a state that waits for it", async () => {
    jobs.answers.RunTask = { tasks: [], failures: [{ reason: "RESOURCE:MEMORY" }] };
    const waiting = await outcome(await start(`${ecs}.sync`, { TaskDefinition: "report:1" }));
    expect(waiting.error).to.equal("AmazonECS.Unknown");
    const { output } = await outcome(await start(ecs, { TaskDefinition: "report:1" }));
    expect(output).to.deep.include({ Failures: [{ Reason: "RESOURCE:MEMORY" }], Tasks: [] });
  });

  it("a time limit stops the task", async () => {
    const limited = task(`${ecs}.sync`, { TaskDefinition: "report:1" }, { TimeoutSeconds: 1 });
    const executionArn = await startMachine(aws, limited);
    await asked("DescribeTasks", 1);
    clock.advance(1000);
    expect((await ended(aws, executionArn)).error).to.equal("States.Timeout");
    await asked("StopTask", 1);
    expect(jobs.calls.at(-1)?.[1]).to.deep.include({ cluster: "main", task: taskArn });
  });
});
