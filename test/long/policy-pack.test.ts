import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckedProgram } from "@batchline/embedded-aws";
import { AssetArchive, type Finding, StringAsset } from "@batchline/pulumi-engine";
import { expect } from "chai";
import fc from "fast-check";
import { readPolicyConfig } from "../../policies/pack/policy-config.ts";
import { rules } from "../../policies/rule-list.ts";
import { fixtureProgram } from "../../testing/checkout.ts";
import { bothViews, changes, verdicts } from "../../testing/policies/partly-known.ts";
import { checkedProgram } from "../../testing/pulumi/program-run.ts";

const { settings } = readPolicyConfig("{}", rules);

function check(program: string, values: "deployed" | "preview"): Promise<CheckedProgram> {
  return checkedProgram({ root: fixtureProgram(program), stack: "dev", settings, values });
}

/** Rule → names of the resources, each once; a violation of the stack as a whole has none. */
function found({ findings, resources }: CheckedProgram, ...kinds: Finding["kind"][]) {
  const names = new Map(resources.map(({ urn, name }) => [urn, name]));
  const groups = Map.groupBy(
    findings.filter(({ kind }) => kinds.includes(kind)),
    ({ policy }) => policy,
  );
  return Object.fromEntries(
    [...groups].map(([rule, found]) => [
      rule,
      [...new Set(found.flatMap(({ urn = "" }) => names.get(urn) ?? []))].sort(),
    ]),
  );
}

describe("the policy pack on a careless program", () => {
  const jobs = ["array", "nodes"];
  const expected: Readonly<Record<string, readonly string[]>> = {
    "environment-vcpu-cap": ["wide"],
    "stack-vcpu-cap": [],
    "queue-vcpu-cap": ["crowded"],
    "workflow-concurrency-cap": ["array"],
    "job-fits-queue": jobs,
    "job-scheduling-priority": jobs,
    "environment-min-vcpus": ["wide"],
    "multi-node-on-demand": ["nodes"],
    "environment-allocation": ["wide"],
    "launch-template-pinned": ["wide"],
    "queue-environments": ["crowded"],
    "on-demand-fallback": ["crowded"],
    "cost-allocation-tags": ["array", "machine", "nodes"],
    "user-data-mime": ["instances"],
    "user-data-secrets": ["instances"],
    "environment-secrets": jobs,
    "instance-metadata": ["instances"],
    "job-retry": jobs,
    "job-timeout": jobs,
    "job-logging": jobs,
    "container-privileged": jobs,
    "container-user": jobs,
    "container-root-filesystem": jobs,
    "container-host-paths": jobs,
    "image-digest": jobs,
    "job-revisions-kept": jobs,
    "volume-encryption": ["instances"],
    "bucket-encryption": ["open"],
    "bucket-public-access-block": ["open"],
    "public-acl": ["open"],
    "public-policy": ["open"],
    "table-encryption": ["plain"],
    "topic-encryption": ["plain"],
    "queue-encryption": ["plain"],
    "iam-wildcard-actions": ["everything"],
    "iam-wildcard-resources": ["everything"],
    "iam-inverted-elements": ["everything"],
    "iam-pass-role": ["everything"],
    "iam-full-access": ["administrator"],
    "tenant-isolation": ["administrator", "everything", "tenant"],
    "job-role-rights": ["administrator", "everything"],
    "state-machine-logging": ["machine"],
    "state-machine-catch": ["machine"],
    "state-machine-definition": ["machine"],
    "state-machine-jsonata": ["machine"],
    "state-machine-timeout": ["machine"],
    "state-machine-tracing": ["machine"],
    "schedule-time-zone": ["nightly"],
    "schedule-dead-letters": ["nightly"],
    "scheduled-rules": ["nightly"],
    "log-group-retention": ["eternal"],
    "function-log-group": ["silent"],
  };
  /** These rules check documents that contain ARNs. */
  const waiting = [
    "public-policy",
    "state-machine-catch",
    "state-machine-definition",
    "state-machine-jsonata",
    "state-machine-timeout",
  ];
  let deployed: CheckedProgram;
  let preview: CheckedProgram;
  before(async () => {
    [deployed, preview] = await Promise.all([check("careless", "deployed"), check("careless", "preview")]);
  });

  it("deployed values: every rule reports its resources", () => {
    expect(found(deployed, "violation")).to.deep.equal(expected);
    expect(Object.keys(expected)).to.have.members(rules.map(({ name }) => name));
    expect(found(deployed, "unchecked")).to.deep.equal({});
  });

  it("preview: the same violations, except unknown values, which are unchecked", () => {
    const known = Object.entries(expected).filter(([rule]) => !waiting.includes(rule));
    expect(found(preview, "violation")).to.deep.equal(Object.fromEntries(known));
    expect(Object.keys(found(preview, "unchecked"))).to.include.members(waiting);
  });

  it("remediations: applied before the checks", () => {
    expect(Object.keys(found(deployed, "fixed"))).to.deep.equal(["cost-allocation-tags"]);
    const bucket = deployed.resources.find(({ type }) => type === "aws:s3/bucket:Bucket");
    expect(bucket?.inputs.tags).to.deep.equal({ application: "careless", stack: "dev" });
  });

  it("a remediated function: keeps the files of its archive", () => {
    const silent = deployed.resources.find(({ name }) => name === "silent");
    expect(silent?.inputs.tags).to.deep.equal({ application: "careless", stack: "dev" });
    expect(silent?.inputs.code)
      .to.be.instanceOf(AssetArchive)
      .with.deep.property("assets", {
        "index.mjs": new StringAsset("export const handler = () => 1;"),
      });
  });

  it("preview: reports nothing more than deployed values, and what it may have missed", () => {
    fc.assert(
      fc.property(changes, (changes) => {
        const { asDeployed, asPreviewed } = bothViews(deployed.resources, preview.resources, changes);
        for (const rule of rules) {
          const known = verdicts(rule, asDeployed);
          for (const [subject, seen] of verdicts(rule, asPreviewed)) {
            const { violations = [], unchecked } = known.get(subject) ?? {};
            const where = `${rule.name} of ${subject}`;
            // A rule that fails at a value of a wrong type checks nothing.
            if (violations.length === 0 && unchecked?.what.length === 0)
              expect(seen.violations, where).to.deep.equal([]);
            if (seen.violations.length < violations.length)
              expect(seen.unchecked.what, where).not.to.deep.equal([]);
          }
        }
      }),
    );
  });

  it("several resources in a message: sorted by name", () => {
    const spot = deployed.findings.find(({ policy }) => policy === "on-demand-fallback");
    expect(spot?.message).to.match(/: a, b, c, wide\n/);
  });

  it("secrets of the program: hidden", () => {
    const image = (name: string) =>
      deployed.findings
        .find(({ policy, urn = "" }) => policy === "image-digest" && urn.endsWith(`::${name}`))
        ?.message.split("\n")[0];
    expect(image("nodes")).to.include("image is shop:latest, without a digest");
    expect(image("array")).to.equal("containerProperties.image is [secret], without a digest");
  });

  it("resources: have the line that declares them", () => {
    const lines = readFileSync(join(fixtureProgram("careless"), "index.ts"), "utf8").split("\n");
    for (const { name, sourcePosition } of deployed.resources.filter(({ type }) => type.startsWith("aws:")))
      if (!["a", "b", "c"].includes(name))
        expect(lines[(sourcePosition?.line ?? 0) - 1]).to.include(`("${name}"`);
  });
});

describe("the policy pack on a careful program, with encrypted configuration", () => {
  let checked: CheckedProgram;
  before(async () => {
    checked = await check("careful", "deployed");
  });

  it("no violation, including types that the embedded AWS does not know", () => {
    expect(found(checked, "violation", "fixed")).to.deep.equal({});
    const types = checked.resources.map(({ type }) => type);
    expect(types).to.include("aws:cloudfront/distribution:Distribution");
  });

  it("what no rule reads: reported; references to invented resources: checked", () => {
    const subjects = new Set(Object.values(found(checked, "unchecked")).flat());
    expect([...subjects]).to.deep.equal(["pod"]);
  });

  it("resources that the embedded AWS would refuse: reported, and checked", () => {
    expect(checked.refused.map(({ resource }) => resource.type)).to.deep.equal([
      "aws:lambda/function:Function",
    ]);
  });
});

describe("the policy pack on this program", () => {
  it("prod: no violations, and nothing is unchecked", async () => {
    const config = { "queue-vcpu-cap": { maxVcpus: 384 }, "environment-min-vcpus": { maxMinVcpus: 16 } };
    const { settings } = readPolicyConfig(JSON.stringify(config), rules);
    const checked = await checkedProgram({ stack: "prod", settings, values: "deployed" });
    expect(checked.findings).to.deep.equal([]);
    expect(checked.refused).to.deep.equal([]);
  });
});
