import { join } from "node:path";
import { isRecord, must } from "@batchline/diagnostics";
import { unknown } from "@batchline/pulumi-engine";
import { encodeProperties } from "@batchline/pulumi-engine/testing";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { expect } from "chai";
import { checkout, fixtureProgram } from "../../testing/checkout.ts";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { type Answered, type Asked, analyzerAnswers } from "./analyzer-answers.ts";

const fileOf = (rest: object) => ({ [rpc.specialSigKey]: rpc.specialAssetSig, ...rest });
const archiveOf = (rest: object) => ({ [rpc.specialSigKey]: rpc.specialArchiveSig, ...rest });
const secretOf = (value: unknown) => ({ [rpc.specialSigKey]: rpc.specialSecretSig, value });
const unknownValue = encodeProperties({ unknown }).unknown;

const resource = (type: string, properties: object): Asked => ({
  type,
  urn: `urn:pulumi:dev::shop::${type}::thing`,
  properties,
});
const functionOf = (properties: object) => resource("aws:lambda/function:Function", properties);

const folder = archiveOf({ path: join(checkout, "policies", "kit") });

const added = { application: "shop", stack: "dev" };

/** All get the tags. */
const functions: Readonly<Record<string, Asked>> = {
  "a function whose code is a folder": functionOf({ code: folder }),
  "a function whose code is an archive of files, folders and texts": functionOf({
    code: archiveOf({
      assets: {
        "index.mjs": fileOf({ text: "export const handler = () => 1;" }),
        "package.json": fileOf({ path: join(checkout, "package.json") }),
        lib: folder,
        more: archiveOf({ assets: { "a.txt": fileOf({ text: "a" }) } }),
      },
    }),
  }),
  "a function with an empty file": functionOf({
    code: archiveOf({ assets: { "index.mjs": fileOf({ text: "" }) } }),
  }),
  "a function with secret code, a secret variable and unknown values": functionOf({
    code: secretOf(archiveOf({ assets: { "index.mjs": fileOf({ text: "1" }) } })),
    role: unknownValue,
    environment: { variables: { TOKEN: secretOf("hush"), TABLE: unknownValue } },
    layers: [unknownValue, secretOf(unknownValue)],
  }),
  "a function with secret tags": functionOf({ code: folder, tags: secretOf({ owner: "ops" }) }),
};

const others = {
  "an object with an empty text": resource("aws:s3/bucketObjectv2:BucketObjectv2", {
    source: fileOf({ text: "" }),
  }),
  "a launch template with a secret among its tags": resource("aws:ec2/launchTemplate:LaunchTemplate", {
    tagSpecifications: [{ resourceType: "network-interface", tags: { token: secretOf("hush") } }],
  }),
  "an archive that arrives without files": functionOf({ code: archiveOf({ assets: {} }) }),
};

describe("the policy pack's answers, in Pulumi's own code", () => {
  const answers = new Map<string, Answered>();
  const answerTo = (title: keyof typeof others) => must(answers.get(title), "all are asked at once");
  before(async () => {
    const asked = { ...functions, ...others };
    const all = await analyzerAnswers(Object.values(asked));
    for (const [at, title] of Object.keys(asked).entries())
      answers.set(title, must(all[at], "each has an answer"));
  });

  for (const [title, { properties }] of Object.entries(functions))
    it(`${title}: gets the tags, and keeps the rest`, () => {
      const answer = answers.get(title);
      expect(answer?.error).to.equal(undefined);
      expect(answer?.remediated).to.deep.equal(["cost-allocation-tags"]);
      const tags = "tags" in properties ? secretOf({ owner: "ops", ...added }) : added;
      expect(without(answer?.properties, hashes)).to.deep.equal(without({ ...properties, tags }, emptyTexts));
    });

  it("an object with an empty text, which no rule remediates: the answer arrives", () => {
    const answer = answerTo("an object with an empty text");
    expect(answer).to.deep.include({ remediated: [], advice: [], violations: [] });
    expect(answer.error).to.equal(undefined);
  });

  it("a launch template with a secret among its tags: the secret stays hidden", () => {
    const { remediated, properties } = answerTo("a launch template with a secret among its tags");
    expect(remediated).to.deep.equal(["cost-allocation-tags"]);
    expect(properties).to.have.nested.property(
      `tagSpecifications.${rpc.specialSigKey}`,
      rpc.specialSecretSig,
    );
  });

  it("an archive that arrives without files: not changed, with the reason", () => {
    const { remediated, advice } = answerTo("an archive that arrives without files");
    expect(remediated).to.deep.equal([]);
    expect(advice).to.have.length(1);
    expect(advice[0]).to.include("code is an archive without files");
  });

  for (const [title, options] of Object.entries({
    "this program": {},
    "a careless program": { root: fixtureProgram("careless") },
  }))
    it(`${title}: each answer can be read, and changes tags alone`, async () => {
      const { run } = await programRun({ ...options, stack: "dev", mode: "preview" });
      const resources = run.resources.filter(({ kind }) => kind === "custom");
      const asked = resources.map(({ type, urn, inputs }) => ({
        ...{ type, urn },
        properties: encodeProperties(inputs),
      }));
      const answers = await analyzerAnswers(asked);
      expect(answers.flatMap(({ error }) => error ?? [])).to.deep.equal([]);
      expect(answers.flatMap(({ remediated }) => remediated)).to.include("cost-allocation-tags");
      expect(answers.map(({ properties }) => without(properties, hashes, tags))).to.deep.equal(
        asked.map(({ properties }) => without(properties, tags)),
      );
    });
});

type Skip = (name: string, holder: Readonly<Record<string, unknown>>) => boolean;

/** The engine adds hashes to assets. */
const hashes: Skip = (name, holder) => name === "hash" && rpc.specialSigKey in holder;
/** The engine leaves empty texts of assets out. */
const emptyTexts: Skip = (name, holder) => name === "text" && holder.text === "";
/** What the pack may change. */
const tags: Skip = (name) => name === "tags" || name === "tagSpecifications" || name === "propagateTags";

/** A copy of properties, without those that `skip` names. */
function without(value: unknown, ...skip: readonly Skip[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, ...skip));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !skip.some((skips) => skips(name, value)));
  return Object.fromEntries(kept.map(([name, inside]) => [name, without(inside, ...skip)]));
}
