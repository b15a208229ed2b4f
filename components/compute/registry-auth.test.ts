import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { type Gateway, Identity, SecretsManager, startGateway } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { ecsAgentAuth } from "./registry-auth.ts";

const run = promisify(execFile);
const secretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:registry-Ab12Cd";
const image = "registry.acme.example:5000/worker@sha256:00";
const hasPython = (() => {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("ecsAgentAuth", () => {
  it("the script: Python with the secret's name, not its value", () => {
    const { type, content } = ecsAgentAuth({ secretArn, image });
    expect(type).to.equal("shell");
    expect(content)
      .to.match(/^#!\/usr\/bin\/python3\n/)
      .and.contain(`secret = "${secretArn}"`)
      .and.contain('registry = "registry.acme.example:5000"')
      .and.contain('metadata = "http://169.254.169.254"')
      .and.contain('secretsManager = "https://secretsmanager.eu-central-1.amazonaws.com"')
      .and.contain('configFile = "/etc/ecs/ecs.config"')
      .and.not.match(/import .*boto|subprocess/);
  });
});

describe("the boot script of ecsAgentAuth", function () {
  this.timeout(30_000);
  const identity = new Identity({ region: "eu-central-1", clock: realClock });
  const roleArn = "arn:aws:iam::000000000000:role/instances";
  let gateway: Gateway;
  let metadata: Server;
  let dir: string;

  before(async function () {
    if (!hasPython) this.skip();
    dir = await mkdtemp(join(tmpdir(), "ecs-agent-"));
    identity.putRole({
      name: "instances",
      arn: roleArn,
      trust: {
        Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
      },
    });
    identity.putRolePolicy("instances", "secret", {
      Statement: { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
    });
    const { service } = new SecretsManager({
      ...{ identity, clock: identity.clock, region: "eu-central-1" },
      file: join(dir, "secrets"),
    });
    gateway = await startGateway({ identity, services: [service] });
    metadata = createServer((request, response) => {
      const { method, url = "", headers } = request;
      if (method === "PUT" && url === "/latest/api/token") return response.end("token");
      if (headers["x-aws-ec2-metadata-token"] !== "token") return response.writeHead(401).end();
      if (url.endsWith("/security-credentials/")) return response.end("instances");
      const { accessKeyId, secretAccessKey, sessionToken } = identity.credentialsFor(roleArn, "i-0a1b");
      return response.end(
        JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken }),
      );
    });
    await new Promise<void>((resolve) => metadata.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => keepSecret({ username: "robot$ci", password: "pä ss=#'word" }));
  after(async () => {
    await gateway?.stop();
    await new Promise((resolve) => (metadata === undefined ? resolve(undefined) : metadata.close(resolve)));
    if (dir !== undefined) await rm(dir, { recursive: true });
  });

  function keepSecret(registry: { readonly username: string; readonly password: string }) {
    return writeFile(join(dir, "secrets"), JSON.stringify({ registry }));
  }

  async function boot(arn: string, configFile: string) {
    const { port } = metadata.address() as AddressInfo;
    const endpoints = {
      metadata: `http://127.0.0.1:${port}`,
      secretsManager: gateway.endpoint,
      configFile,
    };
    const script = join(dir, "part-001");
    await writeFile(script, ecsAgentAuth({ secretArn: arn, image }, endpoints).content);
    return run("python3", [script]);
  }

  it("login: with the instance's role, into a file that only root reads", async () => {
    const file = join(dir, "ecs.config");
    await writeFile(file, "ECS_CLUSTER=batch\n");
    await boot(secretArn, file);
    expect(await readFile(file, "utf-8")).to.equal(
      [
        "ECS_CLUSTER=batch",
        "ECS_ENGINE_AUTH_TYPE=docker",
        `ECS_ENGINE_AUTH_DATA={"registry.acme.example:5000":{"username":"robot$ci","password":"pä ss=#'word"}}`,
        "",
      ].join("\n"),
    );
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it("login: an unreadable secret fails with the reason and writes nothing", async () => {
    const file = join(dir, "denied.config");
    const error = await rejection(boot(`${secretArn}-other`, file));
    expect(error).to.have.property("stderr").that.contains("AccessDenied").and.contains("GetSecretValue");
    expect(await rejection(stat(file))).to.have.property("code", "ENOENT");
  });

  it("login: rejects a password that the agent and systemd read differently", async () => {
    await keepSecret({ username: "robot", password: 'quo"te' });
    const error = await rejection(boot(secretArn, join(dir, "refused.config")));
    expect(error).to.have.property("stderr").that.contains("may hold no quotation marks");
  });
});
