import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";

/** Whether a process runs. A zombie does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc") || !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

/** Resolves once `condition` holds, within the test's timeout. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
}

describe("Batch containers", () => {
  it("run the image's entry point with the job's command, parameters filled in", async () => {
    await using bench = await BenchBatch.start("console.log(process.argv.slice(2).join(' '))");
    bench.define();
    bench.define({ command: ["fetch", "--from=Ref::source", "Ref::source"] }, "other");
    const plain = bench.submit();
    const other = bench.submit({ jobDefinition: "other", parameters: { source: "here" } });
    const overridden = bench.submit({ jobDefinition: "other", containerOverrides: { command: ["rescale"] } });
    await Promise.all([bench.reached(plain), bench.reached(other), bench.reached(overridden)]);
    expect(bench.lines(plain)).to.deep.equal(["from-image"]);
    expect(bench.lines(other)).to.deep.equal(["fetch --from=here here"]);
    expect(bench.lines(overridden)).to.deep.equal(["rescale"]);
    expect(bench.job(other).container?.command).to.deep.equal(["fetch", "--from=here", "here"]);
  });

  it("have no array index outside of arrays, and no credentials without a role", async () => {
    await using bench = await BenchBatch.start("console.log(Object.keys(process.env).join())");
    bench.define();
    const id = bench.submit();
    await bench.reached(id);
    expect(bench.lines(id)[0]).to.not.match(/ARRAY_INDEX|CREDENTIALS/);
  });

  it("are registered at the ECS endpoints, with their log stream, until they end", async () => {
    await using bench = await BenchBatch.start();
    bench.define({ jobRoleArn: "arn:aws:iam::000000000000:role/job" });
    const id = bench.submit();
    const { container } = await bench.reached(id);
    expect(container?.logStreamName).to.match(/^job\/default\/[0-9a-f]{32}$/);
    const [task] = bench.tasks;
    expect(task).to.deep.include({ roleArn: "arn:aws:iam::000000000000:role/job", released: true });
    expect(container?.taskArn).to.equal(
      `arn:aws:ecs:eu-central-1:000000000000:task/AWSBatch-spot/${task?.sessionName}`,
    );
    expect(task?.metadata).to.deep.include({
      Image: "worker@sha256:0123",
      ImageID: "sha256:0123",
      Limits: { CPU: 1024, Memory: 512 },
      LogOptions: {
        "awslogs-group": "/aws/batch/job",
        "awslogs-region": "eu-central-1",
        "awslogs-stream": container?.logStreamName,
      },
    });
  });

  it("have a task from STARTING on, and a log stream from RUNNING on", async () => {
    await using bench = await BenchBatch.start("setInterval(() => {}, 1000)");
    bench.define();
    const id = bench.submit();
    const { status, container } = bench.job(id);
    expect(status).to.equal("STARTING");
    expect(container?.taskArn).to.match(/^arn:aws:ecs:.*:task\/AWSBatch-spot\/[0-9a-f]{32}$/);
    expect(container?.logStreamName).to.equal(undefined);
    const running = await bench.reached(id, (job) => job.status === "RUNNING");
    expect(running.container).to.include({
      taskArn: container?.taskArn,
      logStreamName: `job/default/${container?.taskArn?.split("/").at(-1)}`,
    });
  });

  it("may run before Batch knows their task", async () => {
    const clock = new VirtualClock(Date.now());
    await using bench = await BenchBatch.start("console.log('runs'); setInterval(() => {}, 1000)", clock);
    bench.batch.delayReports(2_000);
    bench.define();
    const id = bench.submit();
    await until(() => [...bench.logs.values()].flat().length === 1);
    expect(bench.job(id).status).to.equal("STARTING");
    expect(bench.job(id).container?.taskArn).to.equal(undefined);
    clock.advance(2_000);
    expect(bench.job(id).status).to.equal("RUNNING");
    expect(bench.job(id).container?.taskArn).to.match(/:task\/AWSBatch-spot\//);
    const ended = bench.submit();
    bench.batch.endJob("terminate", ended, "enough");
    const { attempts, status } = await bench.reached(ended);
    expect(status).to.equal("FAILED");
    expect(attempts?.[0]?.container?.taskArn).to.match(/:task\//);
  });

  it("log each line in order where the log configuration says", async () => {
    await using bench = await BenchBatch.start(`
      for (let i = 0; i < 2000; i++) console.log("line " + i + " ąę");
      process.stdout.write("no newline");
    `);
    bench.define({
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/batchline/jobs", "awslogs-stream-prefix": "catalog" },
      },
    });
    const id = bench.submit();
    const { container } = await bench.reached(id);
    expect(container?.logStreamName).to.match(/^catalog\/default\//);
    expect(bench.lines(id, "/batchline/jobs")).to.deep.equal([
      ...Array.from({ length: 2000 }, (_, i) => `line ${i} ąę`),
      "no newline",
    ]);
  });

  it("log stderr, and the error of a crash", async () => {
    await using bench = await BenchBatch.start("throw new Error('what went wrong')");
    bench.define();
    const id = bench.submit();
    expect((await bench.reached(id)).container?.exitCode).to.equal(1);
    expect(bench.lines(id).join("\n")).to.include("Error: what went wrong").and.include("main.mjs:1");
  });

  it("are retried by their exit codes", async () => {
    await using bench = await BenchBatch.start(
      "process.exit(process.env.AWS_BATCH_JOB_ATTEMPT === '2' ? 65 : 75)",
    );
    bench.define();
    const id = bench.submit({
      retryStrategy: { attempts: 5, evaluateOnExit: [{ onExitCode: "65", action: "EXIT" }] },
    });
    const job = await bench.reached(id);
    expect(job.status).to.equal("FAILED");
    expect(job.attempts?.map(({ container }) => container?.exitCode)).to.deep.equal([75, 65]);
    const streams = new Set(job.attempts?.map(({ container }) => container?.logStreamName));
    expect(streams.size).to.equal(2);
    expect(job.attempts?.every(({ startedAt = 0, stoppedAt = -1 }) => startedAt <= stoppedAt)).to.equal(true);
  });

  it("fail with ECS's reason if the image or the program does not exist", async () => {
    await using bench = await BenchBatch.start();
    bench.define({ image: "missing:latest" }, "no-image");
    const executionRoleArn = "arn:aws:iam::000000000000:role/pull";
    bench.define(
      { executionRoleArn, secrets: [{ name: "KEY", valueFrom: "arn:aws:secretsmanager:x" }] },
      "secret",
    );
    const image = await bench.reached(bench.submit({ jobDefinition: "no-image" }));
    expect(image).to.include({ status: "FAILED", statusReason: "Task failed to start" });
    expect(image.container?.reason).to.match(/^CannotPullContainerError: .*missing:latest/);
    expect(image.container?.exitCode).to.equal(undefined);
    bench.define({ image: "broken@sha256:4567" }, "broken");
    const broken = await bench.reached(bench.submit({ jobDefinition: "broken" }));
    expect(broken.container?.reason).to.match(
      /^CannotStartContainerError: .*exec: "no-such-program": executable file not found/,
    );
    expect(broken.container?.exitCode).to.equal(127);
    const secret = await bench.reached(bench.submit({ jobDefinition: "secret" }));
    expect(secret.container?.reason).to.match(/^ResourceInitializationError: /);
  });

  it("are killed if they exceed their memory", async () => {
    await using bench = await BenchBatch.start(`
      const held = [];
      setInterval(() => held.push(Buffer.alloc(16 * 1024 * 1024, 1)), 5);
    `);
    bench.define({
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "128" },
      ],
    });
    const job = await bench.reached(bench.submit());
    expect(job.container).to.deep.include({
      exitCode: 137,
      reason: "OutOfMemoryError: Container killed due to memory usage",
    });
    expect(job).to.include({ status: "FAILED", statusReason: "Essential container in task exited" });
  });

  it("kill the processes that they started when they end", async () => {
    await using bench = await BenchBatch.start(`
      import { spawn } from "node:child_process";
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      console.log(child.pid);
      child.unref();
      setTimeout(() => process.exit(0), 50);
    `);
    bench.define();
    const id = bench.submit();
    expect((await bench.reached(id)).status).to.equal("SUCCEEDED");
    const pid = Number(bench.lines(id)[0]);
    await until(() => !isAlive(pid));
  });

  describe("stopping", () => {
    const polite = `
      process.on("SIGTERM", () => { console.log("flushed"); process.exit(75); });
      setInterval(() => {}, 1000);
      console.log("ready");
    `;
    const stubborn = `
      process.on("SIGTERM", () => console.log("no"));
      setInterval(() => {}, 1000);
      console.log("ready", process.pid);
    `;

    async function running(bench: BenchBatch, request = {}): Promise<string> {
      bench.define();
      const id = bench.submit(request);
      await until(() => bench.lines(id).length > 0);
      return id;
    }

    it("TerminateJob: SIGTERM", async () => {
      await using bench = await BenchBatch.start(polite);
      const id = await running(bench, { retryStrategy: { attempts: 3 } });
      bench.batch.endJob("terminate", id, "enough");
      const job = await bench.reached(id);
      expect(job).to.include({ status: "FAILED", statusReason: "enough", isTerminated: true });
      expect(job.attempts).to.have.length(1);
      expect(job.container?.exitCode).to.equal(75);
      expect(bench.lines(id)).to.deep.equal(["ready", "flushed"]);
    });

    it("a timeout: SIGTERM, and SIGKILL 30 s later if they ignore it", async () => {
      const clock = new VirtualClock();
      await using bench = await BenchBatch.start(stubborn, clock);
      const id = await running(bench, { timeout: { attemptDurationSeconds: 60 } });
      clock.advance(59_999);
      expect(bench.lines(id)).to.have.length(1);
      clock.advance(1);
      await until(() => bench.lines(id).includes("no"));
      clock.advance(29_999);
      expect(bench.job(id).status).to.equal("RUNNING");
      clock.advance(1);
      const job = await bench.reached(id);
      expect(job.statusReason).to.equal("Job attempt duration exceeded timeout");
      expect(job.container?.exitCode).to.equal(137);
    });

    it("a Spot reclaim: stops the container, and Batch retries the job", async () => {
      await using bench = await BenchBatch.start(`
        if (process.env.AWS_BATCH_JOB_ATTEMPT === "2") process.exit(0);
        ${polite}
      `);
      const id = await running(bench, { retryStrategy: { attempts: 2 } });
      bench.batch.reclaim(id, "i-0123456789abcdef0");
      const job = await bench.reached(id);
      expect(job.status).to.equal("SUCCEEDED");
      expect(job.attempts?.[0]?.statusReason).to.equal("Host EC2 (instance i-0123456789abcdef0) terminated.");
    });

    it("everything stops: within 5 s, even if they ignore SIGTERM", async () => {
      const clock = new VirtualClock();
      const bench = await BenchBatch.start(stubborn, clock);
      const id = await running(bench);
      const waiting = bench.submit({ dependsOn: [{ jobId: id }] });
      const pid = Number(bench.lines(id)[0]?.split(" ")[1]);
      const stopped = bench.batch.stop();
      await until(() => bench.lines(id).includes("no"));
      clock.advance(4_999);
      await stopped;
      expect(isAlive(pid)).to.equal(false);
      expect(bench.job(waiting).attempts).to.deep.equal([]);
      expect(await readdir(join(bench.dir, "scratch"))).to.deep.equal([]);
      await bench[Symbol.asyncDispose]();
    });
  });
});
