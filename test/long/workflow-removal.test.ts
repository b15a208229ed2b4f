import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { rejection } from "@batchline/diagnostics/testing";
import {
  type DeployOptions,
  deployProgram,
  type EmbeddedAws,
  startEmbeddedAws,
} from "@batchline/embedded-aws";
import { expect } from "chai";
import { fixtureProgram } from "../../testing/checkout.ts";

describe("the removal of a workflow", function () {
  this.timeout(60_000);
  let dir: string;
  let aws: EmbeddedAws;
  let sfn: SFNClient;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "removal-"));
    aws = await startEmbeddedAws({ dir });
    sfn = new SFNClient(aws.clientConfig);
  });
  after(async () => {
    sfn?.destroy();
    await aws?.stop();
    await rm(dir, { recursive: true });
  });
  const deploy = (removed: "true" | "false", how: Partial<DeployOptions> = {}) =>
    deployProgram(aws, {
      ...{ root: fixtureProgram("removal"), stack: "dev" },
      ...{ stateFile: join(dir, "state.json"), config: { removed } },
      ...how,
    });
  const machines = async () => (await sfn.send(new ListStateMachinesCommand())).stateMachines ?? [];

  it("is refused while a run is under way, also in a preview and with the stack, and works when it has ended", async () => {
    await deploy("false");
    const [machine] = await machines();
    const stateMachineArn = machine?.stateMachineArn;
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: "long-run" }));
    const attempts: Parameters<typeof deploy>[] = [
      ["true", { preview: true }],
      ["true"],
      ["false", { destroy: true }],
      ["false", { destroy: true, preview: true }],
    ];
    for (const attempt of attempts) {
      const error = await rejection(deploy(...attempt));
      expect(error.message).to.contain(
        'failed: BL-K012: the workflow "patient" cannot be deleted while it runs: long-run. Wait for the end, ' +
          `or stop it with \`aws stepfunctions stop-execution --execution-arn ${executionArn}\`. Then deploy again.`,
      );
      expect(await machines()).to.have.length(1);
    }
    await sfn.send(new StopExecutionCommand({ executionArn }));
    await deploy("true");
    expect(await machines()).to.deep.equal([]);
    expect((await deploy("true", { destroy: true })).resources).to.deep.equal([]);
  });

  it("works if somebody has deleted its state machine before", async () => {
    await deploy("false");
    const [machine] = await machines();
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: machine?.stateMachineArn }));
    await deploy("true");
    expect(await machines()).to.deep.equal([]);
  });
});
