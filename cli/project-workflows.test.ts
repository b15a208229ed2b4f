import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { UsageError } from "./errors.ts";
import { workflowsOf } from "./project-workflows.ts";

describe("the project's workflows", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-workflows-"));
    await mkdir(join(root, "workflows"));
  });
  afterEach(() => rm(root, { recursive: true }));
  const write = (file: string, text: string) => writeFile(join(root, file), text);

  it("are what its workflows/declarations.ts exports, from each of its folders", async () => {
    await write("Pulumi.yaml", "");
    await write("workflows/declarations.ts", 'export const workflows: object[] = [{ name: "audit" }];');
    expect(await workflowsOf(join(root, "workflows"))).to.deep.equal([{ name: "audit" }]);
  });

  it("are none outside of a project, and in one without the module", async () => {
    expect(await workflowsOf(root)).to.deep.equal([]);
    await write("Pulumi.yaml", "");
    expect(await workflowsOf(root)).to.deep.equal([]);
  });

  it("a module without the list: BL-U002", async () => {
    await write("Pulumi.yaml", "");
    await write("workflows/declarations.ts", "export const jobs = [];");
    const { message, code } = await rejection(workflowsOf(root), UsageError);
    expect([code, message]).to.deep.equal([
      "BL-U002",
      "workflows/declarations.ts exports no list as workflows",
    ]);
  });
});
