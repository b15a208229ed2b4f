import type { Json, JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { interpret, type Service } from "@batchline/state-machines/testing";
import { expect } from "chai";
import { z } from "zod";
import type { RoundRequest, RoundResult } from "../../contract/memory-rounds.ts";
import type { ShardOutcome, SummaryRequest } from "../../contract/summary.ts";
import { buildWorkflow } from "./build-workflow.ts";
import type { Stage } from "./declaration.ts";
import { perTenant } from "./per-tenant.ts";
import { standardMachine } from "./standard-machine.ts";
import { minutes, workflow } from "./workflow.ts";

const size = { vcpus: 1, memoryMiB: 1_024, timeout: minutes(10) };
const declared = (rescale: Pick<Stage, "retry">) =>
  buildWorkflow(
    workflow<unknown, "fetch" | "rescale">({
      name: "images",
      params: z.unknown(),
      chunks: perTenant(),
      stages: { fetch: size, rescale: { ...size, needs: ["fetch"], ...rescale } },
      machine: standardMachine,
    }),
  );
const built = declared({ retry: { outOfMemory: { times: 2, memory: "x2", mostMiB: 3_000 } } });
const values = Object.fromEntries(
  built.tokens.map((token) => [token, token.startsWith("attempts.") ? "10" : token]),
);

const plan = { runId: "run-1", manifest: "m0/", chunks: 5 };

/** Of the functions. */
type Payload = Partial<RoundRequest & SummaryRequest>;

const json = (value: object): Json => JSON.parse(JSON.stringify(value));

interface Submission {
  readonly JobName: string;
  readonly RetryStrategy?: JsonObject;
  readonly ArrayProperties?: { readonly Size: number };
  readonly ContainerOverrides: { readonly ResourceRequirements?: readonly JsonObject[] } & JsonObject;
}

describe("the machine of a workflow with a stage that gets more memory", () => {
  let submissions: Submission[];
  let asked: RoundRequest["again"][];
  let summarised: readonly ShardOutcome[] | undefined;
  beforeEach(() => {
    submissions = [];
    asked = [];
    summarised = undefined;
  });

  /** Runs it with a plan of one shard of 5 chunks. Jobs of the shards in `failing` fail. */
  const run = (rounds: readonly RoundResult[], failing: readonly number[]) => {
    const submit: Service = ({ arguments: args }) => {
      const submission = args as unknown as Submission;
      submissions.push(submission);
      const { JobName } = submission;
      const [, shard, stage] = /-(\d+)-(\w+)$/.exec(JobName) ?? [];
      const JobId = `${stage}-${shard}`;
      if (stage !== "rescale" || !failing.includes(Number(shard))) return { JobId, JobName, JobArn: "arn" };
      throw new StateError(
        "States.TaskFailed",
        JSON.stringify({ JobArn: "arn", JobDefinition: "d", JobId, JobName, Status: "FAILED" }),
      );
    };
    const answer = ({ Payload: { again, shards } = {} }: { readonly Payload?: Payload }): object => {
      if (again !== undefined) {
        asked.push(again);
        return rounds[again.round - 1] ?? { manifest: "", shards: [] };
      }
      if (shards === undefined) return { ...plan, shards: [{ index: 0, offset: 0, size: plan.chunks }] };
      summarised = shards;
      return { succeeded: true, reason: "1 tenant succeeded" };
    };
    const services: Record<string, Service> = {
      invoke: ({ arguments: args }) => json({ Payload: answer(args as { Payload?: Payload }) }),
      submitJob: submit,
      "submitJob.sync": submit,
      describeJobs: () => ({ Jobs: [] }),
      terminateJob: () => ({}),
    };
    return interpret(JSON.parse(built.definition(values)), { services });
  };
  const again = (index: number, chunks: number, rescale: number): RoundResult => {
    return { manifest: `m${index}/`, shards: [{ index, offset: 0, size: chunks, memoryMiB: { rescale } }] };
  };
  const memoryOf = ({ ContainerOverrides }: Submission) => ContainerOverrides.ResourceRequirements;

  it("submits what ran out of memory again, with what the planner says, and closes all of it as one run", async () => {
    const { error } = await run([again(1, 2, 2_048), again(2, 1, 3_000)], [0, 1]);
    expect(error).to.equal(undefined);
    expect(submissions.map(({ ArrayProperties }) => ArrayProperties?.Size)).to.deep.equal([
      5,
      5,
      2,
      2,
      undefined,
      undefined,
    ]);
    expect(submissions.map(memoryOf)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      [{ Type: "MEMORY", Value: "2048" }],
      undefined,
      [{ Type: "MEMORY", Value: "3000" }],
    ]);
    const variables = submissions.map(({ ContainerOverrides: { Environment } }) =>
      JSON.stringify(Environment),
    );
    for (const [place, manifest] of ["m0/", "m0/", "m1/", "m1/", "m2/", "m2/"].entries())
      expect(variables[place]).to.contain(`{"Name":"BATCHLINE_MANIFEST","Value":"${manifest}"}`);
    expect(
      summarised?.map(({ index, size: chunks, jobs, error }) => ({
        index,
        chunks,
        jobs,
        failed: error !== null,
      })),
    ).to.deep.equal([
      { index: 0, chunks: 5, jobs: { fetch: "fetch-0", rescale: "rescale-0" }, failed: true },
      { index: 1, chunks: 2, jobs: { fetch: "fetch-1", rescale: "rescale-1" }, failed: true },
      { index: 2, chunks: 1, jobs: { fetch: "fetch-2", rescale: "rescale-2" }, failed: false },
    ]);
  });

  it("asks with the sizes that the stage declares, about the shards that were submitted last", async () => {
    await run([again(1, 2, 2_048), again(2, 1, 3_000)], [0, 1, 2]);
    const memoryMiB = { rescale: [1_024, 2_048, 3_000] };
    const of = { workflow: "images", runId: "run-1", execution: "run-1", memoryMiB };
    expect(asked.map(({ shards, ...request }) => request)).to.deep.equal([
      { ...of, round: 1 },
      { ...of, round: 2 },
    ]);
    expect(asked.map(({ shards }) => shards.map(({ index }) => index))).to.deep.equal([[0], [1]]);
  });

  it("asks nobody when nothing failed, and submits nothing when nothing ran out of memory", async () => {
    await run([], []);
    expect([asked.length, submissions.length]).to.deep.equal([0, 2]);
    await run([], [0]);
    expect([asked.length, submissions.length]).to.deep.equal([1, 4]);
    expect(summarised).to.have.length(1);
  });

  it("ends such a job at once, and retries others as its job definition does", async () => {
    await run([], []);
    expect(submissions.map(({ RetryStrategy }) => RetryStrategy)).to.deep.equal([
      undefined,
      {
        Attempts: 10,
        EvaluateOnExit: [
          { Action: "RETRY", OnStatusReason: "Host EC2*" },
          { Action: "EXIT", OnExitCode: "65" },
          { Action: "EXIT", OnExitCode: "78" },
          { Action: "EXIT", OnReason: "OutOfMemory*" },
          { Action: "EXIT", OnExitCode: "134" },
        ],
      },
    ]);
  });

  it("is the machine of any workflow without such a stage", () => {
    expect(JSON.stringify(declared({}).asl)).not.to.match(/Round|RetryStrategy/);
  });
});
