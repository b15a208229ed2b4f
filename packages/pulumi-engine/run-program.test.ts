import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { AssetArchive, FileArchive, FileAsset, StringAsset } from "./protocol/assets.ts";
import { changedPaths } from "./protocol/compare-properties.ts";
import { type PropertyMap, ResourceReference, unknown } from "./protocol/property.ts";
import type { Functions, Provider } from "./registrations/provider.ts";
import type { RegisteredResource, Registration } from "./registrations/registration.ts";
import { ResourceFailure } from "./registrations/resource-failure.ts";
import { type ProgramRun, type RunProgramOptions, runProgram } from "./run-program.ts";
import { memoryState } from "./state/state-file.ts";
import type { Step, StepListener } from "./steps/step.ts";

/** Answers all function calls of the fixture programs. */
const functions: Functions = () => ({ accountId: "000000000000", json: "{}" });

const fixture = (name: string) => join(import.meta.dirname, "testing", "programs", name);

describe("runProgram", () => {
  describe("at preview", () => {
    let run: ProgramRun;
    before(async () => {
      run = await runProgram({ root: fixture("storefront"), stack: "dev", mode: "preview", functions });
    });

    it("records a resource's inputs, options, parent and position", () => {
      const bucket = find(run, "aws:s3/bucket:Bucket", "store");
      expect(bucket).to.deep.equal({
        urn: "urn:pulumi:dev::storefront::storefront:index:Store$aws:s3/bucket:Bucket::store",
        type: "aws:s3/bucket:Bucket",
        name: "store",
        kind: "custom",
        parent: storeUrn,
        inputs: { tags: { team: "shop" } },
        secretInputs: [],
        dependencies: [],
        propertyDependencies: {},
        version: bucket.version,
        options: {
          protect: true,
          ignoreChanges: ["tags"],
          replaceOnChanges: ["bucket"],
          deleteBeforeReplace: true,
          retainOnDelete: true,
          aliases: [{ name: "old-name" }, { type: "aws:s3/bucketV2:BucketV2" }],
          customTimeouts: { create: "5m" },
        },
        sourcePosition: { file: "store.ts", line: 17, column: 19 },
        sourceOrigin: { file: "index.ts", line: 8, column: 15 },
        outputs: { tags: { team: "shop" } },
        secretOutputs: [],
      });
    });

    it("records the position of a resource at the top level of a module", () => {
      expect(find(run, "awsx:ec2:Vpc", "network").sourcePosition).to.deep.equal({
        file: "index.ts",
        line: 14,
        column: 13,
      });
    });

    it("keeps computed values unknown, and records the resources that they come from", () => {
      const fn = find(run, "aws:lambda/function:Function", "store");
      expect(fn.inputs.role).to.equal(unknown);
      expect(fn.inputs.environment).to.deep.equal({
        variables: { BUCKET: unknown, DAYS: "3", TOKEN: "hush" },
      });
      expect(fn.propertyDependencies).to.deep.equal({ environment: [bucketUrn], role: [roleUrn] });
      expect(fn.dependencies).to.deep.equal([roleUrn, bucketUrn]);
      expect(fn.options).to.deep.equal({ deletedWith: bucketUrn });
    });

    it("unwraps secrets and records their paths", () => {
      expect(find(run, "aws:lambda/function:Function", "store").secretInputs).to.deep.equal([
        "environment.variables.TOKEN",
      ]);
      expect(run.outputs.token).to.equal("hush");
      expect(run.secretOutputs).to.deep.equal(["token"]);
    });

    it("keeps an archive's parts as data", () => {
      expect(find(run, "aws:lambda/function:Function", "store").inputs.code).to.deep.equal(
        new AssetArchive({
          "index.mjs": new StringAsset("export const handler = async () => 1;"),
          "data.json": new FileAsset("data.json"),
          lib: new FileArchive("lib"),
        }),
      );
    });

    it("returns the stack's outputs; unknown from resources that do not exist", () => {
      expect(run.outputs).to.include({ account: "000000000000", existingId: "bucket-made-elsewhere" });
      expect(run.outputs.bucketName).to.equal(unknown);
      expect(run.outputs.subnetIds).to.equal(unknown);
    });

    it("returns what the program logs and prints", () => {
      expect(run.diagnostics).to.deep.include({ severity: "info", message: "declared everything" });
      expect(run.diagnostics).to.deep.include({ severity: "info", message: "printed by the program" });
    });
  });

  describe("in up mode, with an override", () => {
    const created: Registration[] = [];
    const state = memoryState();
    let run: ProgramRun;
    const provider: Provider = {
      async create(resource) {
        created.push(resource);
        return { id: `${resource.name}-id`, outputs: outputsOf(resource.type) };
      },
      diff: async ({ inputs }, { inputs: old }) => ({ changed: changedPaths(old, inputs), replaces: [] }),
      async construct(component, { register }) {
        const child = { type: subnetType, name: `${component.name}-1`, inputs: { vpcId: "vpc-1" } };
        const { urn, id } = await register(child);
        return { privateSubnetIds: [id ?? unknown], subnets: [new ResourceReference(urn, id)] };
      },
      read: async ({ readId = "none" }) => ({ id: readId, outputs: { bucket: "found" } }),
    };
    const options = { root: fixture("storefront"), stack: "dev", functions, provider, state };
    before(async () => {
      run = await runProgram({ ...options, mode: "up", config: { retentionDays: 90 } });
    });

    it("passes each resource to the provider after its dependencies exist", () => {
      expect(created.map(({ type }) => type)).to.have.members([
        subnetType,
        "aws:s3/bucket:Bucket",
        "aws:iam/role:Role",
        "aws:lambda/function:Function",
      ]);
      expect(created.at(-1)?.inputs).to.include({ role: "arn:of-role" });
      expect(run.outputs).to.include({ bucketName: "store-1a2b3c4", token: "hush", hasAutomation: true });
      expect(run.outputs.subnetIds).to.deep.equal(["network-1-id"]);
      expect(find(run, "aws:s3/bucket:Bucket", "existing").outputs).to.deep.equal({ bucket: "found" });
      expect(find(run, "aws:lambda/function:Function", "store").id).to.equal("store-id");
    });

    it("creates the children of a remote component, which is their parent", () => {
      const vpc = find(run, "awsx:ec2:Vpc", "network");
      expect(find(run, subnetType, "network-1")).to.deep.equal({
        urn: "urn:pulumi:dev::storefront::awsx:ec2:Vpc$aws:ec2/subnet:Subnet::network-1",
        ...{ type: subnetType, name: "network-1", kind: "custom", id: "network-1-id", parent: vpc.urn },
        inputs: { vpcId: "vpc-1" },
        outputs: { vpcId: "vpc-1", bucket: "store-1a2b3c4" },
        secretOutputs: [],
        ...{ secretInputs: [], dependencies: [], propertyDependencies: {}, options: {} },
        sourcePosition: vpc.sourcePosition,
      });
    });

    it("replaces the stack's configuration with the override", () => {
      const { environment } = find(run, "aws:lambda/function:Function", "store").inputs;
      expect(environment).to.have.nested.property("variables.DAYS", "90");
    });

    it("keeps default providers and secrets in the state", () => {
      const { resources } = state;
      expect(resources.map(({ urn }) => urn)).to.include.members([
        "urn:pulumi:dev::storefront::pulumi:providers:aws::default_7_48_0",
        "urn:pulumi:dev::storefront::pulumi:providers:awsx::default_3_9_0",
        // Of the function that builds resources from references.
        "urn:pulumi:dev::storefront::pulumi:providers:pulumi::default",
      ]);
      const store = resources.find(({ type }) => type === "aws:lambda/function:Function");
      expect(store?.secretInputs).to.deep.equal(["environment.variables.TOKEN"]);
      expect(store?.provider).to.match(/::default_7_48_0::[\da-f-]{36}$/);
      const { secretOutputs } = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? {};
      expect(secretOutputs).to.deep.equal(["token"]);
    });

    describe("then in a preview with another override", () => {
      const steps: Step[] = [];
      let preview: ProgramRun;
      before(async () => {
        const onStep: StepListener = (step, phase) => void (phase === "planned" && steps.push(step));
        preview = await runProgram({ ...options, mode: "preview", config: { retentionDays: 30 }, onStep });
      });

      it("plans what changes, and nothing else", () => {
        const changes = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
        expect(changes.map(({ operation, type, changed }) => [operation, type, ...changed])).to.deep.equal([
          ["update", "aws:lambda/function:Function", "environment.variables.DAYS"],
        ]);
      });

      it("knows the outputs of what does not change", () => {
        expect(preview.outputs).to.include({ bucketName: "store-1a2b3c4", token: "hush" });
        expect(preview.outputs.subnetIds).to.deep.equal(["network-1-id"]);
      });
    });
  });

  /** A program with one resource, which starts in half the time. */
  const hooked = (options: Partial<RunProgramOptions>) =>
    rejection(runProgram({ root: fixture("hooked"), stack: "dev", mode: "up", ...options }));

  it("fails with BL-E010 and the resource's type, name and line if the provider cannot create it", async () => {
    const refused = () => Promise.reject(new Error("the box is refused"));
    const error = await hooked({ provider: { create: refused } });
    expect(error).to.be.instanceOf(ResourceFailure).with.property("code", "BL-E010");
    expect(error.message).to.equal('index.ts:14:3: cloud:index:Thing "box": the box is refused');
  });

  it("fails with BL-E009 and the name of a function that nothing answers", async () => {
    const error = await rejection(
      runProgram({
        ...{ root: fixture("fails"), stack: "dev", mode: "preview", config: { how: "asks" } },
        functions: () => undefined,
      }),
    );
    expect(error).to.have.property("code", "BL-E009");
    expect(error.message).to.include(
      "calls the function shops:index:getShop, which this run does not answer",
    );
  });

  it("ends the program on abort, with the signal's reason", async () => {
    const abort = new AbortController();
    const create = () => {
      abort.abort(new Error("enough"));
      return new Promise<never>(() => {});
    };
    expect((await hooked({ signal: abort.signal, provider: { create } })).message).to.equal("enough");
  });
});

const subnetType = "aws:ec2/subnet:Subnet";
const storeUrn = "urn:pulumi:dev::storefront::storefront:index:Store::store";
const bucketUrn = "urn:pulumi:dev::storefront::storefront:index:Store$aws:s3/bucket:Bucket::store";
const roleUrn = "urn:pulumi:dev::storefront::storefront:index:Store$aws:iam/role:Role::store";

function find(run: ProgramRun, type: string, name: string): RegisteredResource {
  const found = run.resources.find((resource) => resource.type === type && resource.name === name);
  if (found === undefined) throw new Error(`no ${type} named ${name}`);
  return found;
}

function outputsOf(type: string): PropertyMap {
  switch (type) {
    case "aws:iam/role:Role":
      return { arn: "arn:of-role" };
    default:
      return { bucket: "store-1a2b3c4" };
  }
}
