import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { policyProject } from "../../testing/cli/policy-project.ts";

const check = ["policy", "check", "--stack", "test", "--policy-config", "rules.json"];

describe("batchline policy check", () => {
  const rules = {
    all: "disabled",
    "environment-vcpu-cap": { enforcementLevel: "mandatory", maxVcpus: 100 },
    "environment-allocation": "advisory",
    "launch-template-pinned": "mandatory",
  };
  let said: Awaited<ReturnType<typeof batchlineIn>>;
  before(async () => {
    using project = policyProject(rules);
    said = await batchlineIn(project.root, ...check, "--github");
  });

  it("a mandatory violation: exit code 1, and stderr says what runs", () => {
    expect(said.status).to.equal(1);
    expect(said.stderr).to.equal("checking stack test against policies/ with rules.json\n");
  });

  it("violations: with line and fix, mandatory ones first", () => {
    const report = said.stdout.split("\n::")[0];
    expect(report?.trimEnd().split("\n")).to.deep.equal([
      "mandatory · high  environment-vcpu-cap BL-P001: A compute environment has a limit of vCPUs within the cap",
      '  index.ts:5:1: ComputeEnvironment "wide": computeResources.maxVcpus is 999; the cap is 100',
      "  Fix: Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml, or raise maxVcpus of this rule in the stack's policy-config file.",
      "",
      "advisory · medium  environment-allocation BL-P009: A compute environment uses an allocation strategy that allows updates in place, not BEST_FIT",
      '  index.ts:5:1: ComputeEnvironment "wide": computeResources.allocationStrategy is BEST_FIT',
      "  Fix: Leave spotAllocation in Pulumi.<stack>.yaml at its default, SPOT_PRICE_CAPACITY_OPTIMIZED, and the environment's allocation unset. With BEST_FIT each change replaces the environment.",
    ]);
    expect(said.stdout).to.match(/\ntest: 3 rules, 3 resources, 2 violations, 1 mandatory\n$/);
  });

  it("--github: annotates the lines", () => {
    const annotations = said.stdout.split("\n").filter((line) => line.startsWith("::"));
    expect(annotations.map((line) => line.slice(0, line.indexOf("ComputeEnvironment")))).to.deep.equal([
      "::error file=index.ts,line=5,col=1,title=BL-P001 environment-vcpu-cap::",
      "::warning file=index.ts,line=5,col=1,title=BL-P009 environment-allocation::",
    ]);
  });

  it("--markdown: the same, without markup of the program, annotations on stderr", async () => {
    using project = policyProject(rules);
    const { status, stdout, stderr } = await batchlineIn(
      project.root,
      ...check,
      "--markdown",
      "--github",
      "--preview",
    );
    expect(status).to.equal(1);
    expect(stderr.match(/^::.*title=BL-P\d+/gm)).to.deep.equal([
      "::error file=index.ts,line=5,col=1,title=BL-P001",
      "::warning file=index.ts,line=5,col=1,title=BL-P009",
    ]);
    expect(stdout.split("\n\n").filter((part) => !part.startsWith("Fix: `"))).to.deep.equal([
      "### Policies",
      "test: 3 rules, 3 resources, 2 violations, 1 mandatory",
      "❌ **mandatory · high** `environment-vcpu-cap` BL-P001: `A compute environment has a limit of vCPUs within the cap`\n" +
        "- `index.ts:5` `wide` `computeResources.maxVcpus is 999; the cap is 100`",
      "⚠️ **advisory · medium** `environment-allocation` BL-P009: `A compute environment uses an allocation strategy that allows updates in place, not BEST_FIT`\n" +
        "- `index.ts:5` `wide` `computeResources.allocationStrategy is BEST_FIT`",
      "Not checked in all resources, because values are known only after deployment: `launch-template-pinned`",
      "\n",
    ]);
  });

  it("--preview --json: has violations, remediations and unchecked properties", async () => {
    using project = policyProject({
      ...rules,
      "environment-vcpu-cap": "advisory",
      "cost-allocation-tags": "remediate",
    });
    const { status, stdout } = await batchlineIn(project.root, ...check, "--preview", "--json");
    expect(status).to.equal(0);
    const { violations, fixed, unchecked, ...head } = JSON.parse(stdout);
    expect(head).to.deep.equal({ stack: "test", values: "preview", rules: 4, resources: 3 });
    expect(violations).to.have.lengthOf(2);
    const urn = "urn:pulumi:test::shop::aws:batch/computeEnvironment:ComputeEnvironment::wide";
    expect(unchecked).to.deep.equal([
      {
        rule: "launch-template-pinned",
        code: "BL-P010",
        title: "A compute environment pins the version of its launch template",
        severity: "high",
        enforcement: "advisory",
        message: "computeResources.launchTemplate.version",
        remediation: unchecked[0].remediation,
        link: "docs/policies.md#launch-template-pinned",
        resource: { type: "aws:batch/computeEnvironment:ComputeEnvironment", name: "wide", urn },
        position: { file: "index.ts", line: 5, column: 1 },
      },
    ]);
    expect(
      fixed.map(({ message, resource }: never) => [message, (resource as { name: string }).name]),
    ).to.deep.equal([
      ["tagSpecifications", "instances"],
      ["tags", "wide"],
    ]);
  });

  it("a program that fails: exit code 1, with its error", async () => {
    using project = policyProject(rules);
    writeFileSync(join(project.root, "index.ts"), 'throw new Error("no such shop");\n');
    const { status, stderr } = await batchlineIn(project.root, ...check);
    expect(status).to.equal(1);
    expect(stderr).to.include("no such shop");
  });

  for (const [what, args, message] of [
    ["an unknown stack", ["--stack", "tset"], 'error: BL-U001: unknown stack "tset": did you mean "test"?\n'],
    [
      "a missing file",
      ["--stack", "test", "--policy-config", "x.json"],
      "error: BL-U004: x.json does not exist\n",
    ],
  ] as const)
    it(`${what}: exit code 2`, async () => {
      using project = policyProject(rules);
      const refused = await batchlineIn(project.root, "policy", "check", ...args);
      expect(refused).to.deep.equal({ status: 2, stdout: "", stderr: message });
    });

  it("a project without a policy pack: checked by Batchline's own", async () => {
    using project = policyProject(rules);
    rmSync(join(project.root, "policies"));
    const { status, stdout } = await batchlineIn(project.root, ...check, "--github");
    expect({ status, stdout }).to.deep.equal({ status: said.status, stdout: said.stdout });
  });

  it("a policy-config file with problems: exit code 2, with lines", async () => {
    using project = policyProject({ "vcpu-cap": "mandatory" });
    expect(await batchlineIn(project.root, ...check)).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: "error: BL-U012: rules.json:1:13: vcpu-cap: unknown rule; docs/policies.md lists all\n",
    });
  });
});
