import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FileArchive } from "../protocol/assets.ts";
import { withoutOptions } from "../registrations/registration.ts";
import { FakeStack, urnOf } from "../testing/fake-stack.ts";
import { openState } from "./state-file.ts";
import type { StateResource } from "./state-resource.ts";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A resource as `pulumi stack export` writes it, with each field that the engine uses. */
const exported = {
  urn: urnOf({ name: "web" }),
  custom: true,
  delete: true,
  id: "web-1",
  type: "cloud:index:Thing",
  inputs: {
    code: {
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      path: "dist",
      hash: "0a1b",
    },
  },
  outputs: { arn: "arn:web-1" },
  parent: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  protect: true,
  taint: true,
  external: true,
  dependencies: [urnOf({ name: "net" })],
  provider: "urn:pulumi:dev::shop::pulumi:providers:cloud::default_1_0_0::6b8a",
  propertyDependencies: { code: [], uses: [urnOf({ name: "net" })] },
  pendingReplacement: true,
  additionalSecretOutputs: ["token"],
  customTimeouts: { create: 5400, delete: 30 },
  importID: "web-1",
  retainOnDelete: true,
  deletedWith: urnOf({ name: "net" }),
  replaceWith: [urnOf({ name: "cdn" })],
  ignoreChanges: ["size"],
  replaceOnChanges: ["zone"],
  replacementTrigger: { a: [1] },
  resourceHooks: { BeforeDelete: ["ask"], OnError: ["again"] },
};

describe("a state file", () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "pulumi-engine-state-"));
    file = join(dir, "state.json");
  });
  afterEach(() => rm(dir, { recursive: true }));
  const written = async () => JSON.parse(await readFile(file, "utf8"));
  const write = (deployment: object, version = 3) =>
    writeFile(file, JSON.stringify({ version, deployment: { manifest: {}, ...deployment } }));

  it("that is missing is an empty stack", async () => {
    expect((await openState(file)).resources).to.deep.equal([]);
  });

  it("reads an export of Pulumi, and writes the same", async () => {
    await write({ resources: [exported] });
    const state = await openState(file);
    const [web] = state.resources;
    expect(web?.inputs.code).to.deep.equal(new FileArchive("dist", "0a1b"));
    expect(web).to.deep.include({ name: "web", kind: "custom", id: "web-1", pendingDelete: true });
    expect(web?.options).to.deep.include({
      protect: true,
      customTimeouts: { create: "5400s", delete: "30s" },
      replacementTrigger: { a: [1] },
    });
    await state.save(state.resources);
    expect((await written()).deployment.resources).to.deep.equal([exported]);
  });

  it("has durations in seconds", async () => {
    const state = await openState(file);
    const customTimeouts = { create: "1h30m", update: "45s", delete: "1.5m" };
    await state.save([resource({ options: { customTimeouts } })]);
    expect((await written()).deployment.resources[0].customTimeouts).to.deep.equal({
      ...{ create: 5400, update: 45, delete: 90 },
    });
  });

  it("is what a deployment continues from", async () => {
    const program = [
      { name: "net", inputs: { tags: { a: 1 } } },
      { name: "web", uses: ["net"] },
    ];
    const first = new FakeStack(await openState(file));
    await first.up(program);
    const text = await readFile(file, "utf8");
    const second = new FakeStack(await openState(file), first.cloud);
    expect((await second.up(program)).operations).to.deep.equal(["same net", "same web"]);
    expect(await readFile(file, "utf8")).to.equal(text);
  });

  it("has the latest of several saves, written whole", async () => {
    const state = await openState(file);
    const counts = [1, 2, 3, 4].map((count) => Array.from({ length: count }, () => resource({})));
    await Promise.all(counts.map((resources) => state.save(resources)));
    expect((await written()).deployment.resources).to.have.length(4);
    expect(await readdir(dir)).to.deep.equal(["state.json"]);
  });

  it("has secrets encrypted, with a passphrase that only the user can read", async () => {
    const state = await openState(file);
    const inputs = { password: "hush", list: [{ "a.b": "hush" }] };
    const secretInputs = ["password", 'list[0]["a.b"]'];
    const saved = resource({ inputs, outputs: inputs, secretInputs, secretOutputs: secretInputs });
    await state.save([saved]);
    expect(await readFile(file, "utf8")).to.not.include("hush");
    const { deployment } = await written();
    expect(deployment.secrets_providers.type).to.equal("passphrase");
    expect(deployment.resources[0].inputs.password).to.include(secret);
    expect((await stat(`${file}.passphrase`)).mode & 0o777).to.equal(0o600);
    const [read] = (await openState(file)).resources;
    expect(read).to.deep.include({ inputs, secretInputs: [...secretInputs].sort() });
  });

  it("whose secrets have another passphrase is refused with BL-E016", async () => {
    await (await openState(file)).save([resource({ inputs: { a: "hush" }, secretInputs: ["a"] })]);
    await rm(`${file}.passphrase`);
    const failure = await rejection(openState(file));
    expect(failure).to.have.property("code", "BL-E016");
    expect(failure.message).to.include(`${file}.passphrase`);
  });

  it("may have the secrets of an export with --show-secrets, and encrypts them", async () => {
    const inputs = { a: { ...secret, plaintext: '{"b":"hush"}' } };
    const secrets_providers = { type: "service", state: {} };
    await write({ secrets_providers, resources: [{ ...exported, inputs }] });
    const state = await openState(file);
    expect(state.resources[0]).to.deep.include({ inputs: { a: { b: "hush" } }, secretInputs: ["a"] });
    await state.save(state.resources);
    expect(await readFile(file, "utf8")).to.not.include("hush");
    expect((await openState(file)).resources[0]?.inputs).to.deep.equal({ a: { b: "hush" } });
  });

  it("that is no export in version 3 is refused with BL-E015 and the place", async () => {
    await writeFile(file, "{");
    expect(await rejection(openState(file))).to.have.property("code", "BL-E015");
    await write({ resources: [] }, 2);
    expect((await rejection(openState(file))).message).to.include(`${file}: version: `);
    await write({ resources: [{ ...exported, custom: "yes" }] });
    const failure = await rejection(openState(file));
    expect(failure).to.have.property("code", "BL-E015");
    expect(failure.message).to.include("deployment.resources.0.custom: ");
  });
});

function resource(more: Partial<StateResource>): StateResource {
  const urn = urnOf({ name: "web" });
  const of = { urn, type: "cloud:index:Thing", name: "web", kind: "custom", inputs: {} } as const;
  return { ...withoutOptions, ...of, outputs: {}, secretOutputs: [], ...more };
}
