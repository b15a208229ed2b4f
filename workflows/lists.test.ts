import { expect } from "chai";
import { build } from "esbuild";
import { checkWorkflowNames } from "../.ci/checks/workflow-names.ts";
import { buildWorkflow } from "../workflow-kit/at-deploy/build-workflow.ts";
import { workflows } from "./declarations.ts";
import { workflowStages } from "./stages.ts";

describe("the lists of workflows", () => {
  it("have workflows that build, each with a name of its own", () => {
    for (const one of workflows) expect(() => buildWorkflow(one), one.name).not.to.throw();
    expect(new Set(workflows.map(({ name }) => name)).size).to.equal(workflows.length);
  });

  it("have the same workflows, each with the stages of its declaration", async () => {
    expect(Object.keys(workflowStages)).to.have.members(workflows.map(({ name }) => name));
    for (const { name, stages } of workflows) {
      const loaded = (await workflowStages[name]?.())?.stages ?? {};
      expect(Object.keys(loaded), name).to.have.members(Object.keys(stages));
    }
  });

  it("name workflows that the platform does not", () => {
    expect(checkWorkflowNames()).to.deep.equal([]);
    const [finding] = checkWorkflowNames(["tenant-data-prefix"]);
    expect(finding?.message).to.equal('names the workflow "tenantDataPrefix"');
  });

  it("decode in the decoder: a stage loads no image library and no parser, and the decoder no AWS SDK", async () => {
    const stages = ["fetch", "rescale"].map((name) => `workflows/catalog-import/stages/${name}.ts`);
    const hashes = "workflows/find-duplicates/stages/find-duplicates.ts";
    const parents = ["worker/main.ts", "worker/run-container.ts", ...stages, hashes];
    const feed = "workflows/catalog-import/feeds/decode-feed.ts";
    const rendition = "product-images/encode.ts";
    const decoders = ["workflow-kit/at-run/decoder/serve.ts", feed, rendition];
    const entryPoints = [...parents, ...decoders];
    const { metafile } = await build({
      ...{ entryPoints, bundle: true, splitting: true, format: "esm", platform: "node", outdir: "out" },
      ...{ packages: "external", outbase: ".", write: false, metafile: true, logLevel: "silent" },
    });
    /** What loads with the file. */
    const closure = (file: string, found = new Set<string>()): Set<string> => {
      for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
        if (kind === "dynamic-import" || found.has(path)) continue;
        found.add(path);
        closure(path, found);
      }
      return found;
    };
    const loaded = (file: string) => [...closure(`out/${file.replace(/ts$/, "js")}`)];
    expect(loaded(rendition)).to.include("sharp");
    expect(loaded(feed)).to.include.members(["csv-parse", "sax"]);
    expect(loaded("worker/run-container.ts")).to.include("@aws-sdk/client-s3");
    for (const file of parents)
      expect(loaded(file), file).not.to.include.oneOf(["sharp", "csv-parse", "sax"]);
    for (const file of decoders)
      expect(
        loaded(file).filter((name) => /aws|undici/.test(name)),
        file,
      ).to.deep.equal([]);
  });
});
