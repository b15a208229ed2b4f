import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codedMessage } from "@batchline/diagnostics";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ConfigOverrides, loadProject } from "./load-project.ts";
import { ProjectError } from "./project-file.ts";

/** `rewritten` is what Pulumi's CLI made of `dev`. */
const fixtures = join(import.meta.dirname, "..", "testing", "programs", "configured");

const declared = `name: shop
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
    return codedMessage(await rejection(load(...of), ProjectError));
  }

  it("uses defaults, then the stack's values, then overrides, all as texts", async () => {
    const project = await load(
      { dev: "config:\n  shop:size: 4\n  shop:key: k\n  other:list: [1, two]\n" },
      { zones: ["b", "c"], "aws:region": "eu-central-1" },
    );
    expect(project).to.deep.equal({
      name: "shop",
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

  it("BL-E006: a value of the wrong type", async () => {
    expect(await problem({ dev: "config:\n  shop:key: k\n  shop:size: big\n" })).to.equal(
      'BL-E006: Pulumi.dev.yaml:3:14: shop:size must be of type integer, not "big"',
    );
  });

  it("BL-E006: a default of the wrong type", async () => {
    const project =
      "name: shop\nconfig:\n  zones:\n    type: array\n    items: { type: integer }\n    default: [x]\n";
    expect(await problem({ project })).to.equal(
      "BL-E006: Pulumi.yaml:6:14: the default of shop:zones must be of type array<integer>",
    );
  });

  it("BL-E006: an override of the wrong type", async () => {
    expect(await problem({ dev: "config: { shop:key: k }" }, { size: 1.5 })).to.equal(
      "BL-E006: config shop:size: must be of type integer, not 1.5",
    );
  });

  it("BL-E008: an undeclared override, with the nearest key", async () => {
    expect(await problem({ dev: "config: { shop:key: k }" }, { sizes: 1 })).to.equal(
      'BL-E008: config shop:sizes: Pulumi.yaml does not declare this key: did you mean "size"?',
    );
  });

  it("BL-E005: a missing value", async () => {
    expect(await problem({ dev: "config: {}" })).to.equal(
      "BL-E005: Pulumi.yaml:13:5: shop:key has no default and Pulumi.dev.yaml does not set it",
    );
  });

  it("BL-E007: an encrypted value; a plain override replaces it", async () => {
    const dev = "config:\n  shop:key:\n    secure: AAABAM\n";
    expect(await problem({ dev })).to.equal(
      "BL-E007: Pulumi.dev.yaml:3:5: shop:key is encrypted, and only Pulumi can decrypt it; give a plain value for it",
    );
    expect((await load({ dev }, { key: "plain" })).config).to.include({ "shop:key": "plain" });
  });

  it("BL-E007: an encrypted value in a list or an object", async () => {
    const dev = "config:\n  shop:key: k\n  shop:zones:\n    - a\n    - secure: AAABAM\n";
    expect(await problem({ dev })).to.match(/^BL-E007: Pulumi\.dev\.yaml:5:7: shop:zones is encrypted/);
    const nested = "config:\n  shop:key: k\n  other:limits: { day: { secure: AAABAM }, secure: { at: 1 } }\n";
    expect(await problem({ dev: nested })).to.match(
      /^BL-E007: Pulumi\.dev\.yaml:3:24: other:limits is encrypted/,
    );
    await writeFile(join(root, "Pulumi.dev.yaml"), nested);
    const { config } = await loadProject({ root, stack: "dev", overrides: {}, encrypted: "hidden" });
    expect(config["other:limits"]).to.equal('{"day":"hidden","secure":{"at":1}}');
  });

  it("what pulumi stack init and pulumi config set write: the same values", async () => {
    const written = (stack: string) => loadProject({ root: fixtures, stack, overrides: {} });
    const before = await written("dev");
    const { config } = await written("rewritten");
    expect(config).to.deep.equal(before.config);
    expect(config).to.include({
      "shop:size": "16",
      "shop:open": "false",
      "shop:limits": '{"orders":20,"half":1.5}',
    });
  });

  it("BL-E004: an unknown stack, with the known ones", async () => {
    expect(await problem({ dev: "config: {}", stack: "live" })).to.equal(
      "BL-E004: Pulumi.live.yaml does not exist; the stacks of this project are dev",
    );
  });

  it("BL-E003: a type for a key of another namespace", async () => {
    const project = "name: shop\nconfig:\n  aws:region:\n    type: string\n";
    expect(await problem({ project })).to.match(
      /^BL-E003: Pulumi\.yaml:4:5: aws:region does not belong to the project shop/,
    );
  });

  it("BL-E002: invalid YAML", async () => {
    expect(await problem({ project: "name: shop\nconfig: [\n" })).to.match(/^BL-E002: Pulumi\.yaml:3:1: /);
  });

  it("BL-E001: a folder without Pulumi.yaml", async () => {
    const error = await rejection(loadProject({ root, stack: "dev", overrides: {} }), ProjectError);
    expect(codedMessage(error)).to.equal(`BL-E001: ${root} has no Pulumi.yaml: it is not a Pulumi project`);
  });
});
