import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deploymentPackage, type PackageFiles } from "@batchline/embedded-aws/testing";
import { FileArchive } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants, variantsRoot } from "../../testing/pulumi/variants.ts";

describe("BundledFunction", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });
  const inputs = (mode: Registrations) => mode.get("aws:lambda/function:Function", "greet").inputs;

  it("settings: Node 24 on arm64, with the requested size", () => {
    expect(inputs(up)).to.deep.include({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: "arn:aws:iam::000000000000:role/greet",
      timeout: 10,
      memorySize: 256,
      environment: { variables: { NODE_OPTIONS: "--enable-source-maps", TABLE: "kept-runs-name" } },
      loggingConfig: { logFormat: "JSON", logGroup: "/variants/dev/functions/greet" },
    });
  });

  it("rights: its statements and its own log", () => {
    expect(json(up.get("RolePolicy", "greet").inputs.policy).Statement).to.deep.equal([
      { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "arn:aws:Table:::kept-runs" },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:LogGroup:::greet:*",
      },
    ]);
  });

  it("rights: in place before the function", () => {
    expect(up.dependencies(up.get("aws:lambda/function:Function", "greet"))).to.include("RolePolicy greet");
  });

  it("code: the same at preview and at each update", async () => {
    const preview = inputs(await variants("preview")).code;
    if (!(preview instanceof FileArchive)) throw new Error("the code is a folder");
    expect(inputs(up).code).to.have.property("path", preview.path);
  });

  describe("its code", () => {
    let files: PackageFiles;
    let dir: string;
    let greet: (event: { readonly name: string }) => Promise<string>;
    before(async () => {
      dir = await mkdtemp(join(tmpdir(), "batchline-bundle-"));
      files = await deploymentPackage(inputs(up).code, variantsRoot);
      for (const [file, content] of Object.entries(files)) await writeFile(join(dir, file), content);
      ({ handler: greet } = await import(pathToFileURL(join(dir, "index.mjs")).href));
    });
    after(() => rm(dir, { recursive: true }));

    it("one module that Lambda can call", async () => {
      expect(await greet({ name: "Acme" })).to.match(/^Hello Acme, [0-9a-f]{8}$/);
    });

    it("a source map to the written file", async () => {
      const map = json<{ sources: string[] }>(String(files["index.mjs.map"]));
      expect(map.sources).to.deep.equal(["testing/programs/variants/handlers/greet.ts"]);
    });
  });
});
