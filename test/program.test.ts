import { embeddedServices, isKnownType } from "@batchline/embedded-aws/testing";
import type { PropertyValue } from "@batchline/pulumi-engine";
import { expect } from "chai";
import type { RunInput } from "../contract/plan.ts";
import type { TenantsFile } from "../contract/tenants.ts";
import { programRun } from "../testing/pulumi/program-run.ts";
import { json, type Registrations, record } from "../testing/pulumi/registrations.ts";
import { queuesOf } from "../workflow-kit/at-deploy/stage-queue.ts";
import { workflows } from "../workflows/declarations.ts";

/** Users add workflows: these are here, and some tests are about them alone. */
const workflowNames = workflows.map(({ name }) => name);

describe("the program", () => {
  let dev: Registrations;
  let prod: Registrations;
  before(async function () {
    this.timeout(60_000);
    [dev, prod] = await Promise.all([
      programRun({ mode: "up", config: { consumableResources: { "orders-database": 20 } } }),
      programRun({ stack: "prod", mode: "preview", config: { ami: "recommended" } }),
    ]);
  });

  it("deploys and previews without warnings", () => {
    expect(dev.run.diagnostics).to.deep.equal([]);
    expect(prod.run.diagnostics).to.deep.equal([]);
  });

  // The provider drops some: it does not send a job definition's scheduling priority of 0. Look a new one up in its source.
  it("sets no input to zero, false or nothing but those that the provider sends", () => {
    const empty = [dev, prod].flatMap(({ run }) =>
      run.resources.flatMap(({ type, inputs }) =>
        emptyInputs(inputs).map((path) => `${type.replace(/^.*:/, "")} ${path}`),
      ),
    );
    expect([...new Set(empty)].sort()).to.deep.equal([
      "Bucket forceDestroy",
      "BucketLifecycleConfiguration rules.filter.prefix",
      "ComputeEnvironment computeResources.minVcpus",
      "ComputeEnvironment updatePolicy.terminateJobsOnUpdate",
      "FunctionEventInvokeConfig maximumRetryAttempts",
      "JobDefinition deregisterOnNewRevision",
      "MetricAlarm threshold",
      "Repository forceDelete",
      "SchedulingPolicy fairSharePolicy.computeReservation",
      "SecurityGroup egress.fromPort",
      "StateMachine loggingConfiguration.includeExecutionData",
      "Table deletionProtectionEnabled",
      "Table pointInTimeRecovery.enabled",
    ]);
  });

  it("asks a hook before it deletes a state machine. Stacks have its name in their state: it never changes", () => {
    const machines = dev.all("aws:sfn/stateMachine:StateMachine");
    expect(machines.map(({ name }) => name)).to.have.members(workflowNames);
    for (const { options } of machines)
      expect(options.hooks).to.deep.equal({ BeforeDelete: ["batchline-no-run-under-way"] });
  });

  const nodes = { name: "on-demand-nodes", type: "EC2", minVcpus: 0, maxVcpus: 16 };

  it("runs dev in one zone, on Spot, with at most 16 vCPUs and none when idle", () => {
    expect(dev.get("awsx:ec2:Vpc", "network").inputs).to.deep.include({
      numberOfAvailabilityZones: 1,
      natGateways: { strategy: "Single" },
    });
    expect(withoutGpus(dev)).to.deep.equal([
      { name: "compute-spot", type: "SPOT", minVcpus: 0, maxVcpus: 16 },
      nodes,
    ]);
  });

  it("runs prod in three zones, on Spot first and then on demand, with at most 256 vCPUs", () => {
    expect(prod.get("awsx:ec2:Vpc", "network").inputs).to.deep.include({
      numberOfAvailabilityZones: 3,
      natGateways: { strategy: "OnePerAz" },
    });
    expect(withoutGpus(prod)).to.deep.equal([
      { name: "compute-spot", type: "SPOT", minVcpus: 0, maxVcpus: 192 },
      { name: "compute-on-demand", type: "EC2", minVcpus: 0, maxVcpus: 64 },
      nodes,
    ]);
    expect(prod.get("JobQueue", "compute").inputs.computeEnvironmentOrders).to.have.length(2);
  });

  it("has a consumable resource for each in the configuration, with the stack's tags", () => {
    const [resource, ...others] = dev.all("aws:cloudcontrol/resource:Resource");
    expect(others).to.deep.equal([]);
    expect(json<object>(resource?.inputs.desiredState)).to.deep.equal({
      ConsumableResourceName: "batchline-dev-orders-database",
      ResourceType: "REPLENISHABLE",
      TotalQuantity: 20,
      Tags: { application: "batchline", stack: "dev" },
    });
    expect(prod.all("aws:cloudcontrol/resource:Resource")).to.deep.equal([]);
  });

  it("protects stores of data in prod, and not in dev", () => {
    // A tenant's own bucket stays in AWS when the tenant is removed.
    const isProtected = (program: Registrations) =>
      [...program.all("aws:s3/bucket:Bucket"), ...program.all("Table")].map(
        ({ options }) => options.protect === true || options.retainOnDelete === true,
      );
    // What AWS itself would refuse: a bucket or a repository that is not empty, a table that is protected.
    const isKept = (program: Registrations) => [
      ...program.all("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.forceDestroy === false),
      ...program.all("Table").map(({ inputs }) => inputs.deletionProtectionEnabled === true),
      ...program.all("awsx:ecr:Repository").map(({ inputs }) => inputs.forceDelete === false),
    ];
    expect(isProtected(prod)).to.have.length(4).and.not.include(false);
    expect(isProtected(dev)).to.have.length(4).and.not.include(true);
    expect(isKept(prod)).to.have.length(5).and.not.include(false);
    expect(isKept(dev)).to.have.length(5).and.not.include(true);
  });

  it("has no resource that the embedded AWS does not know", () => {
    const made = prod.run.resources.filter(
      ({ kind, type }) => kind !== "component" && !type.startsWith("pulumi:providers:"),
    );
    const types = [...new Set(made.map(({ type }) => type))];
    expect(types.length).to.be.greaterThan(20);
    expect(types.filter((type) => !isKnownType(type, embeddedServices))).to.deep.equal([]);
  });

  it("watches every workflow, function and schedule", () => {
    const alarms = dev.all("MetricAlarm").map(({ name }) => name);
    for (const { name } of dev.all("StateMachine")) expect(alarms).to.include(`alarms-${name}-failed`);
    for (const { name } of dev.all("lambda/function:Function"))
      expect(alarms).to.include(`alarms-${name}-errors`);
    for (const { name } of dev.all("Schedule"))
      expect(alarms).to.include(`alarms-${name.replace(/-(schedule|at-[0-9a-f]+)$/, "")}-not-started`);
  });

  it("leaves the instances' image to Batch, or boots AWS's newest, known at preview, where the stack says so", () => {
    const template = (program: Registrations) =>
      program.get("aws:ec2/launchTemplate:LaunchTemplate", "compute-instances").inputs;
    expect(template(dev)).not.to.have.property("imageId");
    expect(template(prod).imageId).to.equal(
      "value of /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    );
  });

  it("puts the sample tenants' files into their data in dev, and none in prod", () => {
    const objects = (program: Registrations) =>
      program.all("BucketObjectv2").filter(({ name }) => name !== "storage-tenants");
    const placeOf = (name: string) => {
      const { bucket, key } = dev.get("BucketObjectv2", name).inputs;
      return `${bucket}/${key}`;
    };
    expect(objects(prod)).to.deep.equal([]);
    expect(placeOf("files-bolt-bikes/supplier/export/catalogue.csv")).to.equal(
      "storage-data-bucket/tenants/bolt-bikes/supplier/export/catalogue.csv",
    );
    expect(placeOf("files-cafe-lumiere/supplier/photos/caf-0001-1.jpg")).to.equal(
      "cafe-lumiere-catalogue-dev-000000000000-eu-central-1-an/tenants/cafe-lumiere/supplier/photos/caf-0001-1.jpg",
    );
  });

  it("names a tenant's own bucket after its file, with the stack's suffix, the account and the region", () => {
    const own = (program: Registrations) => program.get("Bucket", "storage-cafe-lumiere").inputs.bucket;
    expect(own(prod)).to.equal("cafe-lumiere-catalogue-000000000000-eu-central-1-an");
    expect(own(dev)).to.equal("cafe-lumiere-catalogue-dev-000000000000-eu-central-1-an");
  });

  it("schedules catalog-import and sitemap, with one more schedule for tenants that have their own", () => {
    const newYork = "catalog-import-at-d93bdb";
    expect(prod.all("Schedule").map(({ name }) => name)).to.include.members([
      "catalog-import-schedule",
      newYork,
      "sitemap-schedule",
    ]);
    expect(prod.get("Schedule", "catalog-import-schedule").inputs).to.deep.include({
      state: "ENABLED",
      scheduleExpressionTimezone: "Europe/Warsaw",
    });
    for (const program of [dev, prod]) {
      expect(program.get("Schedule", newYork).inputs).to.deep.include({
        state: "ENABLED",
        scheduleExpression: "cron(30 1 * * ? *)",
        scheduleExpressionTimezone: "America/New_York",
      });
    }
    const inputs = dev
      .all("Schedule")
      .map(({ inputs: { target } }) => json<RunInput>(record(target).input).schedule);
    expect(inputs).to.include.members(["default", "30 1 * * ? * America/New_York"]);
  });

  it("deploys with each tenant its own schedules, beside the workflows' parameters", () => {
    const { tenants } = json<TenantsFile>(dev.get("BucketObjectv2", "storage-tenants").inputs.content);
    const ember = tenants.find(({ id }) => id === "ember-toys");
    expect(ember?.schedules).to.deep.equal({
      "catalog-import": { cron: "30 1 * * ? *", timezone: "America/New_York" },
    });
    expect(ember?.workflows["catalog-import"]).not.to.have.property("schedule");
  });

  it("makes everything with the provider that tags for cost allocation", () => {
    const provider = dev.get("pulumi:providers:aws", "aws");
    expect(json<object>(provider.inputs.defaultTags)).to.deep.equal({
      tags: { application: "batchline", stack: "dev" },
    });
    const others = dev.run.resources.filter(
      (resource) =>
        resource.kind === "custom" &&
        resource.type.startsWith("aws:") &&
        !resource.provider?.startsWith(`${provider.urn}::`),
    );
    expect(others.map(({ name }) => name)).to.deep.equal([]);
    // What awsx makes inherits the provider from the components that awsx's is in.
    const remote = dev.run.resources.filter(({ kind }) => kind === "remote");
    expect(remote).to.have.length(3);
    expect(new Set(remote.map((resource) => dev.path(resource)[0]))).to.deep.equal(new Set(["batchline"]));
    expect(dev.get("Batchline", "batchline").providers?.aws).to.contain(provider.urn);
  });

  it("exports what the command line needs", () => {
    const ofEach = (value: (workflow: string) => string) =>
      Object.fromEntries(workflowNames.map((name) => [name, value(name)]));
    expect(dev.run.outputs).to.deep.equal({
      stateMachines: ofEach((name) => `arn:aws:states:eu-central-1:000000000000:stateMachine:${name}`),
      jobQueues: Object.fromEntries(
        queuesOf(workflows).map(([name]) => [name, `arn:aws:JobQueue:::${name}`]),
      ),
      alarmTopic: "arn:aws:Topic:::alarms",
      table: "storage-runs-name",
      platformBucket: "storage-platform-bucket",
      dataBucket: "storage-data-bucket",
      tenantBuckets: { "cafe-lumiere": "cafe-lumiere-catalogue-dev-000000000000-eu-central-1-an" },
      directRoles: ofEach((name) => `arn:aws:iam::000000000000:role/${name}-job`),
      logGroups: {
        metadata: "/batchline/dev/functions/metadata",
        summary: "/batchline/dev/functions/summary",
        stopped: "/batchline/dev/functions/stopped",
        broker: "/batchline/dev/functions/broker",
        notices: "/batchline/dev/functions/notices",
        jobs: ofEach((name) => `/batchline/dev/jobs/${name}`),
        planners: {},
        stateMachines: ofEach((name) => `/aws/vendedlogs/states/batchline-dev-${name}`),
      },
    });
  });

  it("keeps the resources of stacks whose components had no parent", () => {
    const platform = dev.get("Batchline", "batchline");
    const children = dev.run.resources.filter(({ parent }) => parent === platform.urn);
    expect(children.length).to.be.greaterThan(10);
    for (const { name, options } of children)
      expect(options.aliases, name).to.deep.equal([{ noParent: true }]);
  });

  it("no two resources have the same name and type", () => {
    const urns = dev.run.resources.map(({ urn }) => urn);
    expect(new Set(urns).size).to.equal(urns.length);
  });
});

/** The compute environments. Users may add workflows with GPUs, which have environments of their own. */
function withoutGpus(program: Registrations) {
  const environments = program.all("ComputeEnvironment").filter(({ name }) => !name.startsWith("gpu-"));
  return environments.map(({ name, inputs }) => {
    const { type, minVcpus, maxVcpus } = record(inputs.computeResources);
    return { name, type, minVcpus, maxVcpus };
  });
}

/** The paths of values that are zero, false or empty, without the indices of lists. */
function emptyInputs(value: PropertyValue, path: readonly string[] = []): string[] {
  if (value === 0 || value === false || value === "") return [path.join(".")];
  if (Array.isArray(value)) {
    return value.length === 0 ? [path.join(".")] : value.flatMap((item) => emptyInputs(item, path));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyInputs(inner, [...path, key]));
}
