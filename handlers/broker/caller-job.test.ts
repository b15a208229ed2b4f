import { BatchClient, type JobDetail } from "@aws-sdk/client-batch";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { env } from "../../contract/env.ts";
import { environment } from "../../testing/handlers/broker-cloud.ts";
import { callerJob } from "./caller-job.ts";
import { NotYetError, RefusedError } from "./not-granted.ts";

const id = "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90";
const taskId = "0123456789abcdef0123456789abcdef";
const roleArn = "arn:aws:iam::123456789012:role/import-stage";
const taskArn = (task: string) => `arn:aws:ecs:eu-central-1:123456789012:task/AWSBatch-spot/${task}`;
const attempt = (task: string, container = {}, statusReason = "Essential container in task exited") => ({
  ...{ container: { taskArn: taskArn(task), ...container }, stoppedAt: 1, statusReason },
});
const container = (more: JobDetail["container"] = {}): Partial<JobDetail> => ({
  container: {
    ...{ jobRoleArn: roleArn, taskArn: taskArn(taskId) },
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    ...more,
  },
});
const running: Partial<JobDetail> = { jobId: id, status: "RUNNING", ...container() };

describe("the caller's job, by Batch's word", () => {
  const found = (job: Partial<JobDetail>, jobId = id) => {
    const client = new BatchClient({ region: "eu-central-1" });
    client.send = async () => ({ jobs: [{ jobId, ...job }] });
    return callerJob(client, jobId, { role: "import-stage", roleArn, taskId });
  };
  const codeOf = async (job: Partial<JobDetail>) => {
    const error = await rejection(found(job));
    if (error instanceof RefusedError || error instanceof NotYetError)
      return `${error.outcome} ${error.code}`;
    throw error;
  };

  it("says what it works on, not the container", async () => {
    expect(await found(running)).to.deep.equal({
      ...{ workflow: "import", runId: "run-1", execution: "run-1", manifest: "runs/import/run-1/nonce-1/" },
      ...{
        position: 1,
        tenantRole: "arn:aws:iam::000000000000:role/import-tenant",
        ownFailures: { count: 0 },
      },
    });
  });

  it("has a place in its array", async () => {
    const child = { ...running, jobId: `${id}:41`, arrayProperties: { index: 41 } };
    expect(await found(child, `${id}:41`)).to.have.property("position", 42);
  });

  it("may be a node of a multi-node job", async () => {
    expect(await found({ ...running, jobId: `${id}#2` }, `${id}#2`)).to.have.property("position", 1);
  });

  it("counts its earlier failures, but no reclaims", async () => {
    const attempts = [
      attempt("a", { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }),
      attempt("b", {}, "Host EC2 (instance i-1) terminated."),
      attempt("c", { exitCode: 1 }),
    ];
    expect((await found({ ...running, attempts })).ownFailures).to.deep.equal({
      count: 2,
      reason: "Essential container in task exited; exit code 1 (tried 2 times)",
    });
  });

  for (const status of ["SUBMITTED", "PENDING", "RUNNABLE"] as const) {
    it(`may be the caller's later while it is ${status}`, async () => {
      expect(await codeOf({ ...running, status })).to.equal("not-yet BL-B006");
    });
  }

  it("may be the caller's later while Batch names no task", async () => {
    const { taskArn: _, ...unknown } = container().container ?? {};
    expect(await codeOf({ ...running, status: "STARTING", container: unknown })).to.equal("not-yet BL-B006");
  });

  it("may be the caller's later while Batch names the task of the attempt before", async () => {
    const before = { ...container({ taskArn: taskArn("before") }), attempts: [attempt("before")] };
    expect(await codeOf({ ...running, ...before })).to.equal("not-yet BL-B006");
  });

  it("is not the caller's if another container runs it", async () => {
    const other = container({ taskArn: taskArn("f".repeat(32)) });
    expect(await codeOf({ ...running, ...other })).to.equal("refused BL-B005");
  });

  it("is not the caller's any more once the caller's attempt has ended", async () => {
    for (const job of [
      { ...running, attempts: [attempt(taskId)] },
      { ...running, status: "FAILED" as const },
    ])
      expect(await codeOf(job)).to.equal("refused BL-B005");
  });

  it("is not the caller's if it has another role, or none", async () => {
    for (const jobRoleArn of [`${roleArn}-2`, roleArn.replace("role/", "role/path/"), undefined])
      expect(await codeOf({ ...running, ...container({ jobRoleArn }) })).to.equal("refused BL-B005");
    expect(await codeOf({ jobId: id, status: "RUNNING" })).to.equal("refused BL-B005");
  });

  for (const name of [
    env.workflow,
    env.runId,
    env.execution,
    env.manifest,
    env.shardOffset,
    env.tenantRole,
  ]) {
    it(`is refused without ${name}`, async () => {
      const rest = Object.entries(environment).filter(([variable]) => variable !== name);
      const variables = container({
        environment: rest.map(([variable, value]) => ({ name: variable, value })),
      });
      expect(await codeOf({ ...running, ...variables })).to.equal("refused BL-B007");
    });
  }

  it("is refused with a place that is not a whole number", async () => {
    for (const value of ["-1", "1e3", "1.5", " 1", "0x1"]) {
      const others = Object.entries(environment).map(([name, own]) => ({ name, value: own }));
      const variables = [...others, { name: env.shardOffset, value }];
      expect(await codeOf({ ...running, ...container({ environment: variables }) })).to.equal(
        "refused BL-B007",
      );
    }
  });

  it("is not another that Batch answers with", async () => {
    expect(await codeOf({ ...running, jobId: "another" })).to.equal("not-yet BL-B006");
  });
});
