import { join } from "node:path";
import { CodedError } from "@batchline/diagnostics";
import { rejection } from "@batchline/diagnostics/testing";
import type { Finding } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { startDeafProxy } from "../testing/deaf-proxy.ts";
import { type CheckedProgram, type CheckOptions, checkProgram } from "./check-program.ts";

const fixture = (name: string) => join(import.meta.dirname, "..", "testing", "policy-packs", name);
const bucketUrn = "urn:pulumi:dev::shop::shop:index:Shop$aws:s3/bucket:Bucket::goods";
const policyUrn = "urn:pulumi:dev::shop::shop:index:Shop$aws:s3/bucketPolicy:BucketPolicy::goods";

describe("checkProgram", () => {
  const check = (options: Partial<CheckOptions> = {}) =>
    checkProgram({
      root: fixture("shop"),
      stack: "dev",
      pack: fixture("echo"),
      settings: { "is-configured": { enforcementLevel: "mandatory", properties: { word: "given" } } },
      values: "deployed",
      ...options,
    });
  const of = ({ findings }: CheckedProgram, policy: string): Finding[] =>
    findings.filter((finding) => finding.policy === policy);
  const messagesOf = (checked: CheckedProgram, policy: string) =>
    of(checked, policy).map(({ urn, message }) => ({ urn, ...JSON.parse(message) }));

  describe("as deployed", () => {
    let checked: CheckedProgram;
    let connectionsToProxy: number;
    before(async () => {
      const proxy = await startDeafProxy();
      checked = await check().finally(proxy.stop);
      connectionsToProxy = proxy.connections;
    });

    it("asks no proxy of the environment for traffic between program, engine and pack", () => {
      expect(connectionsToProxy).to.equal(0);
    });

    it("passes each resource with its options and its provider's settings to a policy", () => {
      expect(messagesOf(checked, "sees")).to.deep.equal([
        {
          urn: bucketUrn,
          name: "goods",
          type: "aws:s3/bucket:Bucket",
          opts: {
            protect: true,
            ignoreChanges: ["tags"],
            aliases: [],
            customTimeouts: { createSeconds: 5400, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
            parent: "urn:pulumi:dev::shop::shop:index:Shop::shop",
          },
          provider: '{"tags":{"application":"shop"}}',
          keys: ["tags"],
        },
        {
          urn: policyUrn,
          name: "goods",
          type: "aws:s3/bucketPolicy:BucketPolicy",
          opts: {
            protect: false,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
            parent: "urn:pulumi:dev::shop::shop:index:Shop::shop",
          },
          provider: '{"tags":{"application":"shop"}}',
          keys: ["bucket", "policy"],
        },
      ]);
    });

    it("passes settings to a policy, and reports level, severity and description", () => {
      expect(of(checked, "is-configured")).to.deep.equal([
        {
          kind: "violation",
          policy: "is-configured",
          enforcement: "mandatory",
          message: "given",
          urn: bucketUrn,
        },
      ]);
      expect(of(checked, "sees")[0]).to.include({ enforcement: "advisory", severity: "low" });
    });

    it("remediates a resource before the check, continues with the result, and hides secrets", () => {
      expect(of(checked, "fixes")).to.deep.equal([
        { kind: "fixed", policy: "fixes", enforcement: "remediate", message: "tags", urn: bucketUrn },
        {
          kind: "violation",
          policy: "fixes",
          enforcement: "mandatory",
          message: "[secret] ops red",
          urn: bucketUrn,
        },
      ]);
      const bucket = checked.resources.find(({ urn }) => urn === bucketUrn);
      expect(bucket?.outputs.tags).to.deep.equal({ owner: "ops", token: "hush", colour: "red" });
    });

    it("invents ARNs, so that documents with ARNs can be checked", () => {
      expect(of(checked, "reads-the-document").map(({ message }) => message)).to.deep.equal([
        checked.resources.find(({ urn }) => urn === bucketUrn)?.outputs.arn,
      ]);
    });

    it("passes the stack to a policy, with parents and property dependencies", () => {
      const [bucket, policy] = messagesOf(
        { ...checked, findings: checked.findings.filter(({ urn }) => urn) },
        "sees-the-stack",
      );
      expect(bucket).to.include({ urn: bucketUrn, name: "goods", parent: "shop" });
      expect(policy).to.deep.include({
        urn: policyUrn,
        parent: "shop",
        from: { bucket: ["goods"], policy: ["goods"] },
      });
      expect(of(checked, "sees-the-stack").at(-1)).to.deep.equal({
        kind: "violation",
        policy: "sees-the-stack",
        enforcement: "advisory",
        message: "as a whole",
      });
    });

    it("returns the pack's description of its policies", () => {
      expect(checked.policies.find(({ name }) => name === "fixes")).to.deep.equal({
        name: "fixes",
        displayName: "",
        description: "Buckets have a colour",
        enforcement: "remediate",
        remediation: "Paint it.",
        url: "https://shop.example/colours",
      });
    });
  });

  it("leaves values of AWS unknown in a preview, and reports unchecked resources", async () => {
    const checked = await check({ values: "preview" });
    expect(of(checked, "reads-the-document")).to.deep.equal([
      {
        kind: "unchecked",
        policy: "reads-the-document",
        enforcement: "advisory",
        message: "string value at .policy can't be known during preview",
        urn: policyUrn,
      },
    ]);
    expect(of(checked, "is-configured")).to.have.lengthOf(1);
  });

  it("fails with the pack's output if the pack cannot be loaded", async () => {
    const cause = await rejection(check({ pack: fixture("broken") }));
    expect(cause).to.be.instanceOf(CodedError);
    expect(String(cause)).to.include("this pack has a mistake");
  });

  it("ends on abort", async () => {
    const controller = new AbortController();
    const checking = check({ signal: controller.signal });
    setImmediate(() => controller.abort(new Error("enough")));
    expect(String(await rejection(checking))).to.match(/enough|abort/i);
  });
});
