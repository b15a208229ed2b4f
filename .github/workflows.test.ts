import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stackDefaults } from "../config/stack-defaults.ts";
import { batchlineIn } from "../testing/cli/in-process.ts";
import { root, workflowFile, workflowFiles } from "../testing/github/workflow-files.ts";

describe(".github/workflows", () => {
  const files = workflowFiles();
  const jobs = files.flatMap(({ file, jobs }) =>
    Object.entries(jobs).map(([id, job]) => ({ file, id, ...job })),
  );
  const steps = jobs.flatMap(({ steps }) => steps);
  const lines = steps.flatMap(({ run = "" }) => run.replaceAll("\\\n", " ").split("\n"));

  it("pins every action by a commit, and says which version that is", () => {
    const uses = files.flatMap(({ text }) => text.match(/^.*\buses:.*$/gm) ?? []);
    const foreign = uses.filter((line) => !line.includes("uses: ./"));
    expect(foreign).to.have.length.above(10);
    for (const line of foreign) {
      expect(line).to.match(/^ +(- )?uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    // One action in two versions would be a forgotten update.
    const pins = new Set(foreign.map((line) => line.slice(line.indexOf("uses:"))));
    expect(new Set([...pins].map((pin) => pin.split("@")[0]))).to.have.property("size", pins.size);
  });

  it("calls only workflows of its own that exist", () => {
    for (const { uses } of jobs) {
      if (uses === undefined) continue;
      expect(uses).to.match(/^\.\//);
      expect(existsSync(join(root, uses)), uses).to.equal(true);
    }
  });

  it("grants nothing to a workflow as a whole, and each job what it names", () => {
    for (const { file, permissions } of files) expect(permissions, file).to.deep.equal({});
    const granted = jobs.map(({ file, id, permissions }) => [`${file} ${id}`, permissions]);
    const read = { contents: "read" };
    const identity = { contents: "read", "id-token": "write" };
    expect(Object.fromEntries(granted)).to.deep.equal({
      "deploy-stack.yml up": identity,
      "deploy.yml not-set-up": {},
      "deploy.yml verify": read,
      "deploy.yml dev": identity,
      "deploy.yml prod": identity,
      "pull-request-comment.yml comment": { actions: "read", contents: "read", "pull-requests": "write" },
      "pull-request.yml verify": read,
      "pull-request.yml report": read,
      "pull-request.yml stacks": {},
      "pull-request.yml preview": identity,
      "verify.yml check": read,
      "verify.yml test": read,
      "verify.yml test-pulumi": read,
    });
  });

  it("ends every job in time, and a deployment no earlier than its slowest update", () => {
    for (const { file, id, uses, "timeout-minutes": minutes } of jobs) {
      if (uses !== undefined) continue;
      if (file !== "deploy-stack.yml") expect(minutes, `${file} ${id}`).to.be.within(1, 60);
      else expect(minutes).to.be.within(stackDefaults.jobMinutesOnUpdate + 30 + 60, 360);
    }
    const { up } = workflowFile("deploy-stack.yml").jobs;
    const sessions = up?.steps.flatMap(({ with: given }) => given["role-duration-seconds"] ?? []);
    expect(sessions).to.deep.equal([Number(up?.["timeout-minutes"]) * 60]);
  });

  it("leaves no token behind in a checkout", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const { with: given } of checkouts) expect(given).to.include({ "persist-credentials": false });
  });

  it("puts no expression into a script, where its value would be code", () => {
    for (const { run = "" } of steps) expect(run).not.to.include("${{");
  });

  it("never runs a fork's code with rights of this repository", () => {
    expect(files.flatMap(({ on }) => Object.keys(on))).not.to.include("pull_request_target");
    const { jobs } = workflowFile("pull-request-comment.yml");
    for (const { with: given } of jobs.comment?.steps ?? []) {
      expect(given).not.to.have.any.keys("ref", "repository");
    }
    expect(jobs.comment?.steps.filter(({ run }) => run !== undefined).map(({ run }) => run)).to.deep.equal([
      'node .github/scripts/comment-on-pull-request.ts "$RUNNER_TEMP/report/report.md"',
    ]);
  });

  it("knows no secrets: whatever is to be trusted with one gets it by OIDC", () => {
    for (const { file, text } of files) expect(text, file).not.to.match(/\bsecrets\b/);
  });

  it("breaks off superseded checks of a pull request, and never a deployment", () => {
    expect(workflowFile("pull-request.yml").concurrency?.["cancel-in-progress"]).to.equal(true);
    const { concurrency, jobs } = workflowFile("deploy-stack.yml");
    expect(concurrency).to.equal(undefined);
    // A deployment that waits for approval also waits in line.
    expect(jobs.up?.concurrency).to.deep.include({ "cancel-in-progress": false, queue: "max" });
    expect(workflowFile("deploy.yml").concurrency).to.equal(undefined);
  });

  it("deploys dev first, then prod, each with the environment of its name", () => {
    const { jobs } = workflowFile("deploy.yml");
    expect([jobs.dev?.needs, jobs.prod?.needs]).to.deep.equal(["verify", "dev"]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own expression
    expect(workflowFile("deploy-stack.yml").jobs.up?.environment).to.equal("${{ inputs.stack }}");
  });

  it("follows a workflow that has the name it waits for", () => {
    expect(workflowFile("pull-request-comment.yml").on).to.have.nested.property(
      "workflow_run.workflows[0]",
      workflowFile("pull-request.yml").name,
    );
  });

  it("runs npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const run = lines.flatMap((line) => /\bnpm (?:run )?(\S+)/.exec(line)?.[1] ?? []);
    const tests = ["seeds", "long", "browser", "pulumi"].map((name) => `test:${name}`);
    expect(run).to.include.members(["check", "test", ...tests]);
    for (const script of run.filter((name) => name !== "ci")) expect(scripts).to.have.property(script);
  });

  it("runs batchline commands that exist, with options that they know", async () => {
    const commands = lines.flatMap((line) => /\bnpx batchline ([^;|]+)/.exec(line)?.[1]?.trim() ?? []);
    expect(commands).to.have.length.above(3);
    for (const command of commands) {
      const [subject = "", verb = "", ...rest] = command.split(/\s+/);
      const { status, stdout } = await batchlineIn(root, subject, verb, "--help");
      expect(status, command).to.equal(0);
      for (const option of rest.filter((word) => word.startsWith("--"))) expect(stdout).to.include(option);
    }
  });

  it("names policy settings that exist", () => {
    for (const stack of ["dev", "prod"]) {
      expect(existsSync(join(root, `policies/policy-config.${stack}.json`))).to.equal(true);
    }
  });
});
