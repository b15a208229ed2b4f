import type { JobDetail } from "@aws-sdk/client-batch";
import { expect } from "chai";
import type { StageTry } from "../../contract/records.ts";
import { completedTries } from "./job-tries.ts";

const minute = (of: number) => Date.UTC(2026, 10, 28, 3, of);
const iso = (of: number) => new Date(minute(of)).toISOString();
const exited = "Essential container in task exited";

function job(fields: Partial<JobDetail>): JobDetail {
  const resourceRequirements = [
    { type: "VCPU" as const, value: "2" },
    { type: "MEMORY" as const, value: "2048" },
  ];
  const own = { jobId: "j:4", jobName: "n", jobQueue: "q", jobDefinition: "d", startedAt: 0 };
  return { ...own, status: "FAILED", container: { resourceRequirements }, ...fields };
}

function outcomes(...attempts: NonNullable<JobDetail["attempts"]>) {
  return completedTries([], job({ attempts }), iso(59)).map(({ outcome }) => outcome);
}

describe("the tries of a job that has ended", () => {
  it("have what Batch says of containers that recorded nothing", () => {
    const container = { exitCode: 137, reason: "OutOfMemoryError: Container killed", logStreamName: "s/1" };
    const attempt = { container, startedAt: minute(1), stoppedAt: minute(3), statusReason: exited };
    expect(completedTries([], job({ attempts: [attempt] }), iso(59))).to.deep.equal([
      {
        ...{ attempt: "j-4-1", startedAt: iso(1), endedAt: iso(3), outcome: "OUT_OF_MEMORY", exitCode: 137 },
        reason: `it needed more memory than its stage has: OutOfMemoryError: Container killed; ${exited}; exit code 137`,
        ...{ logStream: "s/1", vcpus: 2, memoryMiB: 2048, peakMiB: 2048 },
      },
    ]);
  });

  it("say how each ended", () => {
    const times = { startedAt: minute(1), stoppedAt: minute(3) };
    expect(
      outcomes(
        { ...times, statusReason: "Host EC2 (instance i-0123456789) terminated." },
        { ...times, statusReason: "Job attempt duration exceeded timeout", container: { exitCode: 137 } },
        { ...times, statusReason: exited, container: { exitCode: 143 } },
        { ...times, statusReason: exited, container: { exitCode: 137 } },
        { ...times, statusReason: exited, container: { exitCode: 1 } },
        { stoppedAt: minute(2), statusReason: "Task failed to start", container: { reason: "CannotPull" } },
        { ...times, statusReason: exited, container: { exitCode: 0 } },
      ),
    ).to.have.members([
      ...["RECLAIMED", "TIMED_OUT", "INTERRUPTED", "KILLED", "FAILED", "NEVER_STARTED", "SUCCEEDED"],
    ]);
  });

  it("keep what workers said, and the tries of other jobs", () => {
    const other: StageTry = { attempt: "i-4-1", startedAt: iso(0), outcome: "FAILED", reason: "no" };
    const first: StageTry = { attempt: "j-4-1", startedAt: iso(1), outcome: "FAILED", reason: "503" };
    const second: StageTry = { attempt: "j-4-2", startedAt: iso(5), instanceType: "c7g.large", spot: true };
    const attempts = [
      { startedAt: minute(1), stoppedAt: minute(3), statusReason: exited, container: { exitCode: 75 } },
      { startedAt: minute(4), stoppedAt: minute(6), statusReason: "Host EC2 (instance i-1) terminated." },
    ];
    const tries = completedTries([other, first, second], job({ attempts }), iso(59));
    expect(tries.slice(0, 2)).to.deep.equal([other, first]);
    expect(tries[2]).to.deep.include({ ...second, outcome: "RECLAIMED", endedAt: iso(6) });
  });

  it("say why Batch stopped one, which its worker cannot know", () => {
    const used = { cpuSeconds: 5, peakMiB: 90 };
    const own: StageTry = {
      attempt: "j-4-1",
      startedAt: iso(1),
      endedAt: iso(2),
      outcome: "INTERRUPTED",
      ...used,
    };
    const stopped = (statusReason: string) => {
      const attempt = {
        startedAt: minute(1),
        stoppedAt: minute(3),
        statusReason,
        container: { exitCode: 143 },
      };
      return completedTries([own], job({ attempts: [attempt] }), iso(59))[0];
    };
    expect(stopped("Host EC2 (instance i-1) terminated.")).to.deep.include({
      ...{ ...own, outcome: "RECLAIMED" },
      reason: "AWS reclaimed its instance: Host EC2 (instance i-1) terminated; exit code 143",
    });
    expect(stopped("Job attempt duration exceeded timeout")).to.deep.include({
      outcome: "TIMED_OUT",
      ...used,
    });
    expect(stopped(exited)).to.equal(own);
  });

  it("are one that never started if the job was never placed", () => {
    const statusReason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - no instance type fits";
    const never = job({ startedAt: undefined, stoppedAt: minute(9), statusReason, attempts: [] });
    const [only] = completedTries([], never, iso(59));
    expect(only).to.deep.include({ startedAt: iso(9), endedAt: iso(9), outcome: "NEVER_STARTED" });
    expect(only?.reason).to.match(/^it was never started: MISCONFIGURATION/);
  });

  it("are the last twenty", () => {
    const known = Array.from({ length: 25 }, (_, at) => ({ attempt: `i-${at}`, startedAt: iso(at) }));
    expect(completedTries(known, job({ attempts: [] }), iso(59))).to.have.length(20);
  });
});
