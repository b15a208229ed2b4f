import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { checkout, fixtureProject } from "../testing/checkout.ts";
import { errorCodes } from "./error-codes.ts";
import { InvalidStackConfigError, loadStackConfig } from "./stack.ts";
import { StackConfigSchema } from "./stack-schema.ts";

describe("loadStackConfig", () => {
  const load = (values: Readonly<Record<string, string>> = {}, stack = "dev") =>
    loadStackConfig({ get: (key) => values[key] }, stack, []);

  it("defaults: filled in, empty text is undefined", () => {
    expect(load()).to.deep.equal({
      zones: 1,
      directTenantAccess: true,
      internet: "nat",
      vpcId: undefined,
      subnetIds: [],
      routeTableIds: [],
      architecture: "arm64",
      instanceTypes: [],
      spot: true,
      minVcpus: 0,
      maxVcpus: 16,
      onDemandMaxVcpus: 0,
      gpuInstanceTypes: [],
      gpuMaxVcpus: 16,
      gpuOnDemandMaxVcpus: 0,
      multiNodeMaxVcpus: 16,
      consumableResources: {},
      secrets: {},
      spotAllocation: "SPOT_PRICE_CAPACITY_OPTIMIZED",
      jobMinutesOnUpdate: 60,
      ami: undefined,
      gpuAmi: undefined,
      diskGiB: 50,
      workerImage: undefined,
      registrySecretArn: undefined,
      registryLogin: "job",
      keptVersions: 20,
      executionLog: "ERROR",
      egressProxy: undefined,
      scheduleEnabled: true,
      alarmEmails: [],
      monthlyBudgetUsd: 0,
      operatorNotices: "changes",
      noticeSender: undefined,
      webhookSecret: undefined,
      webhookFormat: "json",
      removable: false,
      pointInTimeRecovery: true,
      samples: false,
      tenantBucketSuffix: undefined,
      logRetentionDays: 30,
    });
  });

  it("types: numbers, booleans and lists are parsed from text", () => {
    const config = load({
      maxVcpus: "256",
      spot: "false",
      vpcId: "vpc-0a1b",
      subnetIds: '["subnet-0a","subnet-0b"]',
    });
    expect(config.maxVcpus).to.equal(256);
    expect(config.spot).to.equal(false);
    expect(config.vpcId).to.equal("vpc-0a1b");
    expect(config.subnetIds).to.deep.equal(["subnet-0a", "subnet-0b"]);
  });

  it("types: text that looks like a number stays text", () => {
    expect(() => load({ tenantBucketSuffix: "7" })).not.to.throw();
    expect(load({ tenantBucketSuffix: "7" }).tenantBucketSuffix).to.equal("7");
  });

  it("errors: every problem at once, with file, key, code, value and command", () => {
    const load = () =>
      loadStackConfig({ get: (key) => ({ maxVcpus: "lots", internet: "dsl" })[key] }, "prod", []);
    expect(load)
      .to.throw(InvalidStackConfigError)
      .with.property("message")
      .that.satisfies((message: string) => {
        expect(message.split("\n")).to.have.length(5);
        expect(message).to.match(/^the configuration of stack prod is not valid:\n/);
        expect(message).to.match(
          /Pulumi\.prod\.yaml: batchline:maxVcpus: BL-C001 .*expected number.*, got "lots"/,
        );
        expect(message).to.contain("pulumi config set --stack prod batchline:maxVcpus 16");
        expect(message).to.match(/batchline:internet: BL-C002 .*"nat".*, got "dsl"/);
        return true;
      });
  });

  const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-Ab12Cd";
  const contradictions: Readonly<Record<string, [Readonly<Record<string, string>>, string]>> = {
    "a VPC without subnets": [{ vpcId: "vpc-0a" }, "subnetIds"],
    "subnets without their VPC": [{ subnetIds: '["subnet-0a"]' }, "vpcId"],
    "route tables without their VPC": [{ routeTableIds: '["rtb-0a"]' }, "vpcId"],
    "an on-demand fallback of on-demand": [{ spot: "false", onDemandMaxVcpus: "4" }, "onDemandMaxVcpus"],
    "a registry's secret without its image": [{ registrySecretArn: secret }, "workerImage"],
    "an instance login without a secret": [{ registryLogin: "ecs-agent" }, "registrySecretArn"],
    "minVcpus over maxVcpus": [{ minVcpus: "17" }, "minVcpus"],
    "instances of another processor": [{ instanceTypes: '["m7g","m7i"]' }, "instanceTypes"],
    "an allocation strategy for Spot without Spot": [
      { spot: "false", spotAllocation: "BEST_FIT" },
      "spotAllocation",
    ],
  };
  for (const [title, [values, key]] of Object.entries(contradictions)) {
    it(`rejected: ${title}`, () => {
      expect(() => load(values))
        .to.throw(InvalidStackConfigError)
        .with.property("problems")
        .that.satisfies(([problem]: InvalidStackConfigError["problems"]) => problem?.key === key);
    });
  }

  const refused: Readonly<Record<string, string>> = {
    zones: "0",
    alarmEmails: '["oncall"]',
    registrySecretArn: "registry-login",
    ami: "latest",
    jobMinutesOnUpdate: "361",
    subnetIds: "subnet-0a",
    workerImage: "registry/worker:latest",
    egressProxy: "proxy:3128",
    logRetentionDays: "31",
    instanceTypes: '["M5 large"]',
    removable: "yes",
    tenantBucketSuffix: "Dev",
  };
  for (const [key, value] of Object.entries(refused)) {
    it(`rejected: ${key} ${value}`, () => {
      expect(() => load({ [key]: value })).to.throw(InvalidStackConfigError, `batchline:${key}: `);
    });
  }

  it("rejected: a stage with GPUs on arm64, with the command", () => {
    const stages = { enlarge: { gpus: 1 } };
    expect(() => loadStackConfig({ get: () => undefined }, "dev", [{ name: "up-scale", stages }])).to.throw(
      InvalidStackConfigError,
      'batchline:architecture: BL-C005 workflow "up-scale": stages.enlarge.gpus: AWS has no ECS image with NVIDIA\'s drivers for arm64\n' +
        "  pulumi config set --stack dev batchline:architecture x86_64",
    );
  });

  it("errors: the code is the first problem's code, and is registered", () => {
    for (const [values, code] of [
      [{ zones: "many" }, "BL-C001"],
      [{ zones: "0" }, "BL-C002"],
      [{ vpcId: "vpc-0a" }, "BL-C003"],
      [{ minVcpus: "17" }, "BL-C004"],
    ] as const) {
      expect(() => load(values))
        .to.throw(InvalidStackConfigError)
        .with.property("code", code);
      expect(errorCodes).to.have.property(code);
    }
  });

  it("errors: the command for a list", () => {
    expect(() => load({ vpcId: "vpc-0a" })).to.throw(
      "pulumi config set --stack dev --path 'batchline:subnetIds[0]' subnet-0a1b2c3d",
    );
  });
});

describe("the project's files", () => {
  const yaml = (folder: string, file: string) => parse(readFileSync(join(folder, file), "utf-8"));
  const stacks = readdirSync(fixtureProject).filter((file) => /^Pulumi\.\w+\.yaml$/.test(file));

  it("declare every key with its type, default and description", () => {
    const { properties } = z.toJSONSchema(StackConfigSchema, { io: "input" });
    const expected = Object.entries(properties ?? {}).map(([key, schema]) => {
      if (typeof schema === "boolean") throw new TypeError(`${key} has no schema`);
      const { type, default: standard, description } = schema;
      return [
        key,
        { type, ...(type === "array" && { items: { type: "string" } }), default: standard, description },
      ];
    });
    const { "pulumi:autonaming": _, ...declared } = yaml(checkout, "Pulumi.yaml").config;
    expect(declared).to.deep.equal(Object.fromEntries(expected));
  });

  it("name the stacks dev and prod", () => {
    expect(stacks.toSorted()).to.deep.equal(["Pulumi.dev.yaml", "Pulumi.prod.yaml"]);
  });

  for (const file of stacks) {
    it(`${file}: a valid configuration`, () => {
      const { config } = yaml(fixtureProject, file) as { config: Readonly<Record<string, unknown>> };
      expect(config["aws:region"]).to.be.a("string");
      const own = Object.keys(config).filter((key) => key !== "aws:region");
      for (const key of own) expect(key).to.match(/^batchline:/);
      const text = (key: string) => {
        const value = config[`batchline:${key}`];
        return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
      };
      const stack = file.split(".")[1] as string;
      expect(() => loadStackConfig({ get: text }, stack, [])).not.to.throw();
      for (const key of own) expect(StackConfigSchema.shape).to.have.property(key.slice("batchline:".length));
    });
  }
});
