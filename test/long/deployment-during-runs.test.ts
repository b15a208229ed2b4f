import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchClient, DescribeJobDefinitionsCommand } from "@aws-sdk/client-batch";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import type { Service } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { fixtureProgram } from "../../testing/checkout.ts";
import { waitFor } from "../../testing/worker/wait-for.ts";

/** Requests that wait until the test lets them go on. */
class Barrier {
  readonly #held = new Map<string, { readonly reached: () => void; readonly released: Promise<void> }>();

  /** The next PUT whose path has this text waits for `release`. */
  hold(pathPart: string): { readonly reached: Promise<void>; readonly release: () => void } {
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    this.#held.set(pathPart, { reached: reached.resolve, released: released.promise });
    return { reached: reached.promise, release: released.resolve };
  }

  readonly intercept = (service: Service): Service => ({
    ...service,
    handle: async (request) => {
      for (const [pathPart, { reached, released }] of this.#held) {
        if (request.method !== "PUT" || !request.path.includes(pathPart)) continue;
        reached();
        await released;
      }
      return service.handle(request);
    },
  });
}

interface Outputs {
  readonly stateMachines: Readonly<Record<"letters" | "parcels", string>>;
  readonly dataBucket: string;
}

describe("a deployment while runs are under way", function () {
  this.timeout(180_000);
  const barrier = new Barrier();
  let dir: string;
  let aws: EmbeddedAws;
  let sfn: SFNClient;
  let s3: S3Client;
  let batch: BatchClient;
  let outputs: Outputs;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "releases-"));
    aws = await startEmbeddedAws({ dir, intercept: barrier.intercept });
    sfn = new SFNClient(aws.clientConfig);
    s3 = new S3Client({ ...aws.clientConfig, forcePathStyle: true });
    batch = new BatchClient(aws.clientConfig);
    await deploy("first");
  });
  after(async () => {
    for (const client of [sfn, s3, batch]) client?.destroy();
    await aws?.stop();
    await rm(dir, { recursive: true });
  });

  const deploy = async (release: "first" | "second") => {
    const how = { root: fixtureProgram("releases"), stack: "dev", stateFile: join(dir, "state.json") };
    outputs = (await deployProgram(aws, { ...how, config: { release } })).outputs as unknown as Outputs;
  };
  const start = async (workflow: keyof Outputs["stateMachines"], name: string, input = {}) => {
    const stateMachineArn = outputs.stateMachines[workflow];
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await sfn.send(command)).executionArn;
  };
  const ended = async (executionArn: string | undefined) => {
    const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    await waitFor(async () => (await describe()).status !== "RUNNING");
    const { status, cause } = await describe();
    return status === "SUCCEEDED" ? status : `${status}: ${cause}`;
  };
  /** What the stages of a run's chunk wrote; undefined if there is no such chunk. */
  const written = async (workflow: string, run: string, chunk: number) => {
    const texts = ["greet", "sign"].map(async (stage) => {
      const at = { Bucket: outputs.dataBucket };
      const Prefix = `tenants/acme/runs/${workflow}/${run}/0000000${chunk}/${stage}/`;
      const [{ Key } = {}] = (await s3.send(new ListObjectsV2Command({ ...at, Prefix }))).Contents ?? [];
      if (Key === undefined) return undefined;
      return (await s3.send(new GetObjectCommand({ ...at, Key }))).Body?.transformToString();
    });
    return Promise.all(texts);
  };
  /** The versions of functions that an execution called. */
  const calledVersions = async (executionArn: string | undefined) => {
    const history = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
    const calls = (history.events ?? []).flatMap(({ taskScheduledEventDetails: task }) =>
      task?.resourceType === "lambda" ? [String(JSON.parse(task.parameters ?? "{}").FunctionName)] : [],
    );
    return [...new Set(calls.map((arn) => arn.split(":")[7]))];
  };
  const ofRelease = (release: string) => [release, release];

  it("each ends well with the code that it began with: one that works, one that waits for its turn, one that is planned", async () => {
    const works = barrier.hold("/works/00000000/greet/");
    const isPlanned = barrier.hold("/is-planned/planning/request.json");
    const working = await start("letters", "works");
    const planned = await start("parcels", "is-planned");
    await Promise.all([works.reached, isPlanned.reached]);
    const scheduled = { schedule: "default", scheduledAt: "2026-11-23T02:00:00Z" };
    const waiting = await start("letters", "waits", scheduled);
    await waitFor(async () => (await calledVersions(waiting)).length > 0);

    await deploy("second");
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ status: "ACTIVE" }));
    const revisions = jobDefinitions.map(({ revision }) => revision);
    expect(revisions.toSorted()).to.deep.equal([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    works.release();
    isPlanned.release();
    const all = [working, waiting, planned];
    expect(await Promise.all(all.map(ended))).to.deep.equal(all.map(() => "SUCCEEDED"));

    for (const [workflow, run] of [
      ["letters", "works"],
      ["letters", "waits"],
      ["parcels", "is-planned"],
    ] as const) {
      expect(await written(workflow, run, 0), run).to.deep.equal(ofRelease("first"));
      expect(await written(workflow, run, 1), run).to.deep.equal(ofRelease("first"));
    }
    for (const execution of all) expect(await calledVersions(execution)).to.deep.equal(["1"]);
    expect(aws.identity.denials).to.deep.equal([]);
  });

  it("later runs have the new code", async () => {
    const runs = await Promise.all([start("letters", "later-letters"), start("parcels", "later-parcels")]);
    expect(await Promise.all(runs.map(ended))).to.deep.equal(["SUCCEEDED", "SUCCEEDED"]);
    for (const workflow of ["letters", "parcels"]) {
      expect(await written(workflow, `later-${workflow}`, 0)).to.deep.equal(ofRelease("second"));
      expect(await written(workflow, `later-${workflow}`, 1)).to.deep.equal([undefined, undefined]);
    }
    for (const execution of runs) expect(await calledVersions(execution)).to.deep.equal(["2"]);
    expect(aws.identity.denials).to.deep.equal([]);
  });
});
