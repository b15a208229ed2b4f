import type { AttemptDetail } from "@aws-sdk/client-batch";
import { realClock } from "@batchline/clock";
import {
  AwsError,
  type Gateway,
  Identity,
  restJsonService,
  startGateway,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import pino from "pino";
import { env, jobIdVariable } from "../../contract/env.ts";
import { jobAttemptVariable } from "../../contract/nodes.ts";
import { ownFailures } from "./own-failures.ts";

const reclaimed: AttemptDetail = { stoppedAt: 1, statusReason: "Host EC2 (instance i-1) terminated." };
const crashed: AttemptDetail = {
  stoppedAt: 1,
  statusReason: "Essential container in task exited",
  container: { exitCode: 1 },
};

describe("a job that counts its own failures by Batch's word", () => {
  let gateway: Gateway;
  let identity: Identity;
  /** What Batch describes; undefined: it does not answer. */
  let attempts: readonly AttemptDetail[] | undefined;
  let asked: number;
  let warnings: string[];
  before(async () => {
    identity = new Identity({ clock: realClock });
    const batch = restJsonService({
      signingName: "batch",
      routes: { "POST /v1/describejobs": "DescribeJobs" },
      operations: {
        DescribeJobs: () => {
          asked++;
          if (attempts === undefined) throw new AwsError("ClientException", "no answer");
          return { jobs: [{ jobId: "job", status: "RUNNING", attempts }] };
        },
      },
    });
    gateway = await startGateway({ identity, services: [batch] });
  });
  beforeEach(() => {
    [attempts, asked, warnings] = [undefined, 0, []];
  });
  after(() => gateway.stop());

  const count = (limit: string, attempt: string) => {
    const variables = { [env.attempts]: limit, [jobAttemptVariable]: attempt, [jobIdVariable]: "job" };
    const aws = { region: "us-east-1", endpoint: gateway.endpoint, credentials: identity.operator };
    const log = pino({ level: "warn" }, { write: (line) => warnings.push(JSON.parse(line).msg) });
    return ownFailures(variables, aws, log);
  };

  it("does not ask while there were fewer attempts than its limit, or none", async () => {
    expect(await count("3", "2")).to.deep.equal({ nextIsLast: false });
    expect(await count("1", "1")).to.deep.equal({ nextIsLast: true });
    expect(await count("", "9")).to.deep.equal({ nextIsLast: false });
    expect(asked).to.equal(0);
  });

  it("does not count the ends of reclaimed instances", async () => {
    attempts = [reclaimed, crashed, reclaimed];
    expect(await count("3", "4")).to.deep.equal({ nextIsLast: false });
    attempts = [crashed, reclaimed, crashed];
    expect(await count("3", "4")).to.deep.equal({ nextIsLast: true });
  });

  it("has the reason once it has failed as often as it may", async () => {
    attempts = [crashed, reclaimed, crashed];
    const { limitReached } = await count("2", "4");
    expect(limitReached?.message).to.equal("Essential container in task exited; exit code 1 (tried 2 times)");
  });

  it("goes on, with Batch's own limit, while Batch does not answer", async () => {
    expect(await count("2", "4")).to.deep.equal({ nextIsLast: false });
    expect(warnings).to.deep.equal([
      "Batch did not say how earlier attempts ended: only its own limit holds",
    ]);
  });
});
