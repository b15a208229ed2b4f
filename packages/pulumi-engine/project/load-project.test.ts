import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ConfigOverrides, loadProject } from "./load-project.ts";
import { ProjectError } from "./project-file.ts";

const declared = `name: shop
main: program.ts
config:
  aws:region: eu-west-1
  size:
    type: integer
    default: 3
  open: true
  zones:
    type: array
    items: { type: string }
    default: [a]
  key:
    type: string
    secret: true
`;

describe("loadProject", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "project-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function load(
    of: { readonly project?: string; readonly dev?: string; readonly stack?: string },
    overrides: ConfigOverrides = {},
  ) {
    await writeFile(join(root, "Pulumi.yaml"), of.project ?? declared);
    if (of.dev !== undefined) await writeFile(join(root, "Pulumi.dev.yaml"), of.dev);
    return loadProject({ root, stack: of.stack ?? "dev", overrides });
  }

  async function problem(...of: Parameters<typeof load>): Promise<string> {
    const error = await rejection(load(...of));
    expect(error).to.be.instanceOf(ProjectError);
    return error.message;
  }

  it("takes defaults, then the stack's values, then overrides, all as texts", async () => {
    const project = await load(
      { dev: "config:\n  shop:size: 4\n  shop:key: k\n  other:list: [1, two]\n" },
      { zones: ["b", "c"], "aws:region": "eu-central-1" },
    );
    expect(project).to.deep.equal({
      name: "shop",
      main: "program.ts",
      config: {
        "aws:region": "eu-central-1",
        "shop:size": "4",
        "shop:open": "true",
        "shop:zones": '["b","c"]',
        "shop:key": "k",
        "other:list": '[1,"two"]',
      },
      secretKeys: ["shop:key"],
    });
  });

  it("says where a value of the wrong type is", async () => {
    expect(await problem({ dev: "config:\n  shop:key: k\n  shop:size: big\n" })).to.equal(
      'Pulumi.dev.yaml:3:14: shop:size must be of type integer, not "big"',
    );
  });

  it("says where a default of the wrong type is", async () => {
    const project =
      "name: shop\nconfig:\n  zones:\n    type: array\n    items: { type: integer }\n    default: [x]\n";
    expect(await problem({ project })).to.equal(
      "Pulumi.yaml:6:14: the default of shop:zones must be of type array<integer>",
    );
  });

  it("refuses an override of the wrong type", async () => {
    expect(await problem({ dev: "config: { shop:key: k }" }, { size: 1.5 })).to.equal(
      "config shop:size: must be of type integer, not 1.5",
    );
  });

  it("refuses an override that is declared nowhere and suggests the nearest", async () => {
    expect(await problem({ dev: "config: { shop:key: k }" }, { sizes: 1 })).to.equal(
      "config shop:sizes: Pulumi.yaml declares no such key; did you mean shop:size?",
    );
  });

  it("refuses a value that is missing", async () => {
    expect(await problem({ dev: "config: {}" })).to.equal(
      "Pulumi.yaml:14:5: shop:key has no default and Pulumi.dev.yaml does not set it",
    );
  });

  it("refuses an encrypted value and takes a plain one in its place", async () => {
    const dev = "config:\n  shop:key:\n    secure: AAABAM\n";
    expect(await problem({ dev })).to.equal(
      "Pulumi.dev.yaml:3:5: shop:key is encrypted, which only Pulumi can undo; give a plain value for it",
    );
    expect((await load({ dev }, { key: "plain" })).config).to.include({ "shop:key": "plain" });
  });

  it("refuses a stack that there is not and lists those there are", async () => {
    expect(await problem({ dev: "config: {}", stack: "live" })).to.equal(
      "there is no Pulumi.live.yaml; the stacks of this project are dev",
    );
  });

  it("refuses a type for a key of another namespace", async () => {
    const project = "name: shop\nconfig:\n  aws:region:\n    type: string\n";
    expect(await problem({ project })).to.match(/^Pulumi\.yaml:4:5: aws:region is not of the project shop/);
  });

  it("says where YAML is broken", async () => {
    expect(await problem({ project: "name: shop\nconfig: [\n" })).to.match(/^Pulumi\.yaml:3:1: /);
  });

  it("refuses a folder that is no project", async () => {
    const error = await rejection(loadProject({ root, stack: "dev", overrides: {} }));
    expect(error.message).to.equal(`${root} holds no Pulumi.yaml: it is not a Pulumi project`);
  });
});
