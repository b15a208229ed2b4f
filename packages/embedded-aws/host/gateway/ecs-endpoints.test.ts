import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromHttp } from "@aws-sdk/credential-providers";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { stsService } from "../../services/sts/index.ts";
import { trusting } from "../../testing/embedded-step-functions.ts";
import { Identity } from "../identity/identity.ts";
import { EcsEndpoints } from "./ecs-endpoints.ts";
import { type Gateway, startGateway } from "./server.ts";

const roleArn = "arn:aws:iam::000000000000:role/job";

describe("ecs endpoints", () => {
  const clock = new VirtualClock(Date.now());
  const identity = new Identity({ clock });
  const ecs = new EcsEndpoints({ identity });
  let gateway: Gateway;

  before(async () => {
    identity.putRole({ name: "job", arn: roleArn, trust: trusting("ecs-tasks.amazonaws.com") });
    const machine = { name: "machine", arn: "arn:aws:iam::000000000000:role/machine" };
    identity.putRole({ ...machine, trust: trusting("states.amazonaws.com") });
    gateway = await startGateway({ identity, services: [stsService(identity)], ecs });
  });
  after(() => gateway.stop());

  const get = async (path: string) => {
    const answer = await fetch(`${gateway.endpoint}${path}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it("return valid credentials to the SDK's provider", async () => {
    const task = ecs.register({ roleArn, sessionName: "task-1", metadata: {} });
    const credentials = fromHttp({
      awsContainerCredentialsFullUri: `${gateway.endpoint}${task.credentialsUri}`,
    });
    const client = new STSClient({ endpoint: gateway.endpoint, region: "us-east-1", credentials });
    const { Arn } = await client.send(new GetCallerIdentityCommand());
    expect(Arn).to.equal("arn:aws:sts::000000000000:assumed-role/job/task-1");
    task.release();
  });

  it("refuse a role that does not trust ECS", () => {
    for (const role of [`${roleArn}-2`, "arn:aws:iam::000000000000:role/machine"])
      expect(() => ecs.register({ roleArn: role, sessionName: "task-6", metadata: {} })).to.throw(
        `ECS was unable to assume the role '${role}' that was provided for this task.`,
      );
  });

  it("answer with the same credentials until they are close to expiry", async () => {
    const task = ecs.register({ roleArn, sessionName: "task-2", metadata: {} });
    const first = await get(task.credentialsUri);
    expect(Object.keys(first.body)).to.deep.equal([
      "RoleArn",
      "AccessKeyId",
      "SecretAccessKey",
      "Token",
      "Expiration",
    ]);
    expect(await get(task.credentialsUri)).to.deep.equal(first);
    clock.after(46 * 60_000, () => {});
    clock.step();
    expect((await get(task.credentialsUri)).body.AccessKeyId).to.not.equal(first.body.AccessKeyId);
  });

  it("answer with the container's metadata and the task's", async () => {
    const task = ecs.register({ sessionName: "task-3", metadata: { DockerName: "fetch" } });
    expect((await get(task.metadataUri)).body).to.deep.equal({ DockerName: "fetch" });
    expect((await get(`${task.metadataUri}/task`)).body).to.deep.equal({
      Containers: [{ DockerName: "fetch" }],
    });
    expect((await get(task.credentialsUri)).body.code).to.equal("NoIdForRole");
  });

  it("answer 404 without a token and after the container's end", async () => {
    const task = ecs.register({ roleArn, sessionName: "task-4", metadata: {} });
    const other = ecs.register({ roleArn, sessionName: "task-5", metadata: {} });
    expect(task.credentialsUri.split("/").at(-1)).to.match(/^[\w-]{32}$/);
    expect(task.credentialsUri).to.not.equal(other.credentialsUri);
    expect((await get("/ecs/credentials/guess")).status).to.equal(404);
    task.release();
    expect((await get(task.credentialsUri)).status).to.equal(404);
  });
});
