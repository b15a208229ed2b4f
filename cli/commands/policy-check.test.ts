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

  it("exits 1 on a mandatory violation, and tells on stderr what it waits for", () => {
    expect(said.status).to.equal(1);
    expect(said.stderr).to.equal(
      "running the program for stack test, and judging it by policies/ with rules.json\n",
    );
  });

  it("shows each violation with its line and how to mend it, the mandatory ones first", () => {
    const report = said.stdout.split("\n::")[0];
    expect(report?.trimEnd().split("\n")).to.deep.equal([
      "mandatory · high  environment-vcpu-cap BL-P001: A compute environment has an upper limit of vCPUs, and it is within the cap",
      '  index.ts:5:1: ComputeEnvironment "wide": computeResources.maxVcpus is 999; the cap is 100',
      "  To mend it: Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml, or raise maxVcpus of this rule in the stack's policy-config file.",
      "",
      "advisory · medium  environment-allocation BL-P009: A compute environment chooses instances by a strategy that allows updates in place, not BEST_FIT",
      '  index.ts:5:1: ComputeEnvironment "wide": computeResources.allocationStrategy is BEST_FIT',
      "  To mend it: Leave spotAllocation in Pulumi.<stack>.yaml at its default, SPOT_PRICE_CAPACITY_OPTIMIZED, and allocation of an environment unset: with BEST_FIT each change replaces the environment.",
    ]);
    expect(said.stdout).to.match(/\ntest: 3 rules, 3 resources, 2 violations, 1 mandatory\n$/);
  });

  it("annotates the lines for GitHub", () => {
    const annotations = said.stdout.split("\n").filter((line) => line.startsWith("::"));
    expect(annotations.map((line) => line.slice(0, line.indexOf("ComputeEnvironment")))).to.deep.equal([
      "::error file=index.ts,line=5,col=1,title=BL-P001 environment-vcpu-cap::",
      "::warning file=index.ts,line=5,col=1,title=BL-P009 environment-allocation::",
    ]);
  });

  it("tells the same in Markdown, in which nothing of the program is markup, and annotates on stderr", async () => {
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
    expect(stdout.split("\n\n").filter((part) => !part.startsWith("To mend it: `"))).to.deep.equal([
      "### Policies",
      "test: 3 rules, 3 resources, 2 violations, 1 mandatory",
      "❌ **mandatory · high** `environment-vcpu-cap` BL-P001: `A compute environment has an upper limit of vCPUs, and it is within the cap`\n" +
        "- `index.ts:5` `wide` `computeResources.maxVcpus is 999; the cap is 100`",
      "⚠️ **advisory · medium** `environment-allocation` BL-P009: `A compute environment chooses instances by a strategy that allows updates in place, not BEST_FIT`\n" +
        "- `index.ts:5` `wide` `computeResources.allocationStrategy is BEST_FIT`",
      "Not judged in every resource, as it is known only after deployment: `launch-template-pinned`",
      "\n",
    ]);
  });

  it("tells at preview what it could not judge, as JSON", async () => {
    using project = policyProject({
      ...rules,
      "environment-vcpu-cap": "advisory",
      "cost-allocation-tags": "remediate",
    });
    const { status, stdout } = await batchlineIn(project.root, ...check, "--preview", "--json");
    expect(status).to.equal(0);
    const { violations, mended, unjudged, ...head } = JSON.parse(stdout);
    expect(head).to.deep.equal({ stack: "test", values: "preview", rules: 4, resources: 3 });
    expect(violations).to.have.lengthOf(2);
    const urn = "urn:pulumi:test::shop::aws:batch/computeEnvironment:ComputeEnvironment::wide";
    expect(unjudged).to.deep.equal([
      {
        rule: "launch-template-pinned",
        code: "BL-P010",
        title: "A compute environment names the version of its launch template",
        severity: "high",
        enforcement: "advisory",
        message: "computeResources.launchTemplate.version",
        remediation: unjudged[0].remediation,
        link: "docs/policies.md#launch-template-pinned",
        resource: { type: "aws:batch/computeEnvironment:ComputeEnvironment", name: "wide", urn },
        position: { file: "index.ts", line: 5, column: 1 },
      },
    ]);
    expect(
      mended.map(({ message, resource }: never) => [message, (resource as { name: string }).name]),
    ).to.deep.equal([
      ["tagSpecifications", "instances"],
      ["tags", "wide"],
    ]);
  });

  it("shows the program's own error where it fails, and exits 1", async () => {
    using project = policyProject(rules);
    writeFileSync(join(project.root, "index.ts"), 'throw new Error("no such shop");\n');
    const { status, stderr } = await batchlineIn(project.root, ...check);
    expect(status).to.equal(1);
    expect(stderr).to.include("no such shop");
  });

  for (const [what, args, message] of [
    [
      "a stack that there is not",
      ["--stack", "tset"],
      'error: BL-U001: there is no stack "tset": did you mean "test"?\n',
    ],
    [
      "a file that there is not",
      ["--stack", "test", "--policy-config", "x.json"],
      "error: BL-U004: there is no file x.json\n",
    ],
  ] as const)
    it(`refuses ${what} with exit code 2`, async () => {
      using project = policyProject(rules);
      const refused = await batchlineIn(project.root, "policy", "check", ...args);
      expect(refused).to.deep.equal({ status: 2, stdout: "", stderr: message });
    });

  it("says that a project has no policy pack", async () => {
    using project = policyProject(rules);
    rmSync(join(project.root, "policies"));
    expect(await batchlineIn(project.root, ...check)).to.deep.equal({
      status: 1,
      stdout: "",
      stderr: "error: BL-U004: there is no policy pack: policies/PulumiPolicy.yaml is missing\n",
    });
  });

  it("says what is wrong in a policy-config file, with its lines, and exits 2", async () => {
    using project = policyProject({ "vcpu-cap": "mandatory" });
    expect(await batchlineIn(project.root, ...check)).to.deep.equal({
      status: 2,
      stdout: "",
      stderr:
        "error: BL-U012: rules.json:1:13: vcpu-cap: there is no such rule; docs/policies.md lists them\n",
    });
  });
});
