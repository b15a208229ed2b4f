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

  it("load a stage when a container runs it: a container that reads a feed loads no image library", async () => {
    const entryPoints = {
      start: "worker/run-container.ts",
      fetch: "workflows/catalog-import/stages/fetch.ts",
      rescale: "workflows/catalog-import/stages/rescale.ts",
    };
    const { metafile } = await build({
      ...{ entryPoints, bundle: true, splitting: true, format: "esm", platform: "node", outdir: "out" },
      ...{ external: ["sharp"], write: false, metafile: true, logLevel: "silent" },
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
    expect([...closure("out/rescale.js")]).to.include("sharp");
    for (const entry of ["out/start.js", "out/fetch.js"]) {
      expect(Object.keys(metafile.outputs), entry).to.include(entry);
      expect([...closure(entry)], entry).not.to.include("sharp");
    }
  });
});
