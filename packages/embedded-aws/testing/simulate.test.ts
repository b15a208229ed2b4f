import { expect } from "chai";
import fc from "fast-check";
import { type SimulatedJob, simulate } from "./simulate.ts";

const capacity = { vcpus: 4, memoryMiB: 8192 };

/** The behaviour of a container; it depends on job, index and attempt only. */
interface Plan {
  readonly size: number;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly attempts: number;
  readonly ms: readonly number[];
  readonly exitCodes: readonly number[];
  readonly chained: boolean;
  readonly barrierOn: number | undefined;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  vcpus: fc.integer({ min: 1, max: 4 }),
  memoryMiB: fc.integer({ min: 128, max: 8192 }),
  attempts: fc.integer({ min: 1, max: 3 }),
  ms: fc.array(fc.nat(50), { minLength: 1, maxLength: 7 }),
  exitCodes: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 1, maxLength: 5 }),
  chained: fc.boolean(),
  barrierOn: fc.option(fc.nat(10), { nil: undefined }),
});

function jobsOf(plans: readonly Plan[]): SimulatedJob[] {
  return plans.map((each, place) => {
    const previous = plans[place - 1];
    const chained = each.chained && previous !== undefined && previous.size > 1;
    const size = chained ? previous.size : each.size;
    const dependsOn = [
      ...(chained ? [{ jobId: `job-${place - 1}`, type: "N_TO_N" as const }] : []),
      ...(each.barrierOn !== undefined && place > 0 ? [{ jobId: `job-${each.barrierOn % place}` }] : []),
    ];
    return {
      id: `job-${place}`,
      vcpus: each.vcpus,
      memoryMiB: each.memoryMiB,
      retry: { attempts: each.attempts },
      dependsOn,
      ...(size > 1 && { arraySize: size }),
      run: (index, attempt) => {
        const ms = each.ms[(index + attempt) % each.ms.length] ?? 0;
        return { ms, exitCode: each.exitCodes[(index * 3 + attempt) % each.exitCodes.length] ?? 0 };
      },
    };
  });
}

/** A chain's plans have the size of the one before; normalised so that sizes along it agree. */
const plans = fc.array(plan, { minLength: 1, maxLength: 8 }).map((list) => {
  const sized: Plan[] = [];
  for (const each of list) {
    const previous = sized.at(-1);
    sized.push(each.chained && previous !== undefined ? { ...each, size: previous.size } : each);
  }
  return sized;
});

describe("simulate", () => {
  it("ends every job, also after failures", () => {
    fc.assert(
      fc.property(plans, (list) => {
        const { jobs } = simulate({ jobs: jobsOf(list), capacity });
        for (const job of Object.values(jobs)) {
          expect(job.status).to.be.oneOf(["SUCCEEDED", "FAILED"]);
          for (const child of job.children ?? []) expect(child.status).to.be.oneOf(["SUCCEEDED", "FAILED"]);
        }
      }),
    );
  });

  it("never exceeds the capacity", () => {
    fc.assert(
      fc.property(plans, (list) => {
        const { jobs } = simulate({ jobs: jobsOf(list), capacity });
        const spans = Object.entries(jobs).flatMap(([id, job]) => {
          const { vcpus, memoryMiB } = list[Number(id.slice(4))] ?? capacity;
          return (job.children ?? [job]).flatMap(({ ran }) =>
            ran.map((span) => ({ ...span, vcpus, memoryMiB })),
          );
        });
        for (const { startedAt: at } of spans) {
          const busy = spans.filter(({ startedAt, stoppedAt }) => startedAt <= at && at < stoppedAt);
          expect(busy.reduce((sum, { vcpus }) => sum + vcpus, 0)).to.be.at.most(capacity.vcpus);
          expect(busy.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0)).to.be.at.most(capacity.memoryMiB);
        }
      }),
    );
  });

  it("starts an index of a chain only after the same index before it succeeded", () => {
    fc.assert(
      fc.property(plans, (list) => {
        const { jobs } = simulate({ jobs: jobsOf(list), capacity });
        list.forEach((each, place) => {
          const before = jobs[`job-${place - 1}`]?.children;
          if (!each.chained || before === undefined) return;
          jobs[`job-${place}`]?.children?.forEach((child, index) => {
            const first = child.ran[0];
            if (first === undefined) return;
            expect(before[index]?.status).to.equal("SUCCEEDED");
            expect(before[index]?.stoppedAt).to.be.at.most(first.startedAt);
          });
        });
      }),
    );
  });

  it("returns the same result for the same input", () => {
    fc.assert(
      fc.property(plans, (list) => {
        expect(simulate({ jobs: jobsOf(list), capacity })).to.deep.equal(
          simulate({ jobs: jobsOf(list), capacity }),
        );
      }),
    );
  });

  it("shows the gain of a chain over barriers for chunks of different sizes", () => {
    const stage = (id: string, before: string | undefined, type: "N_TO_N" | undefined): SimulatedJob => ({
      id,
      vcpus: 1,
      memoryMiB: 1024,
      arraySize: 4,
      dependsOn: before === undefined ? [] : [{ jobId: before, ...(type && { type }) }],
      run: (index) => ({ ms: (index + id.charCodeAt(0)) % 4 === 0 ? 1000 : 100 }),
    });
    const run = (type: "N_TO_N" | undefined) =>
      simulate({
        jobs: [stage("a", undefined, type), stage("b", "a", type), stage("c", "b", type)],
        capacity,
      });
    expect(run("N_TO_N").makespanMs).to.equal(1200);
    expect(run(undefined).makespanMs).to.equal(3000);
  });

  it("counts start-up time, timeouts and retries", () => {
    const result = simulate({
      jobs: [
        {
          id: "a",
          vcpus: 2,
          memoryMiB: 1024,
          retry: { attempts: 2 },
          run: (_, attempt) => ({ ms: 1000, exitCode: attempt === 1 ? 1 : 0 }),
        },
        { id: "b", vcpus: 1, memoryMiB: 1024, timeoutSeconds: 60, run: () => ({ ms: 100_000 }) },
      ],
      capacity,
      startupMs: 500,
    });
    expect(result.jobs.a).to.deep.equal({
      status: "SUCCEEDED",
      startedAt: 2000,
      stoppedAt: 3000,
      ran: [
        { startedAt: 500, stoppedAt: 1500 },
        { startedAt: 2000, stoppedAt: 3000 },
      ],
    });
    expect(result.jobs.b).to.include({ status: "FAILED", startedAt: 500, stoppedAt: 60_500 });
    expect(result).to.include({ makespanMs: 60_500, vcpuMs: 2 * 2000 + 60_000, attempts: 3 });
  });

  it("leaves a job that fits no environment RUNNABLE", () => {
    const jobs = [{ id: "a", vcpus: 64, memoryMiB: 1024, run: () => ({ ms: 1 }) }];
    expect(simulate({ jobs, capacity }).jobs.a).to.deep.equal({ status: "RUNNABLE", ran: [] });
  });

  it("keeps the host full for 10,000 chunks in three stages", () => {
    const stage = (id: string, before?: string): SimulatedJob => ({
      id,
      vcpus: 1,
      memoryMiB: 1024,
      arraySize: 10_000,
      dependsOn: before === undefined ? [] : [{ jobId: before, type: "N_TO_N" }],
      run: (index) => ({ ms: 1000 + ((index * 7919) % 5000) }),
    });
    const result = simulate({
      jobs: [stage("a"), stage("b", "a"), stage("c", "b")],
      capacity: { vcpus: 256, memoryMiB: 256 * 4096 },
    });
    expect(result.attempts).to.equal(30_000);
    expect(result.utilisation).to.be.above(0.98);
  });
});
