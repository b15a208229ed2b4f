import { readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedServices } from "@batchline/embedded-aws/testing";
import { expectedName } from "@batchline/pulumi-engine/naming";
import { expect } from "chai";
import { parse } from "yaml";
import { checkout } from "../testing/checkout.ts";
import { programRun } from "../testing/pulumi/program-run.ts";
import { type NameGenerator, nameProblem, namesOfPlatform, namesOfWorkflow } from "./derived-names.ts";

const { config } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8"));
const autonaming = JSON.stringify(config["pulumi:autonaming"].value);
const inStack =
  (stack: string, pattern: string | undefined = autonaming, project = "batchline"): NameGenerator =>
  (resource) =>
    expectedName(pattern, { project, stack }, resource);
const longest = (length: number) => "w".repeat(length);

describe("names derived from project, stack and workflow", () => {
  it("fit for a workflow of 24 characters in production-eu, and not for one more", () => {
    expect(nameProblem(longest(24), inStack("production-eu"))).to.equal(undefined);
    expect(nameProblem(longest(25), inStack("production-eu"))).to.match(
      /^"w{25}" has 25 characters, and names of 24 characters fit: the Role batchline-production-eu-w{25}-plan-exec-00000 would have 65 characters, and AWS allows 64\. Shorten it/,
    );
  });

  it("fit for every workflow's name with Pulumi's own naming", () => {
    expect(nameProblem(longest(40), (resource) => expectedName(undefined, anyStack, resource))).to.equal(
      undefined,
    );
  });

  it("do not fit if those of project and stack leave no room", () => {
    const generate = inStack("a-stack-with-a-name-of-forty-characters");
    expect(nameProblem("w", generate)).to.match(
      /^the EventRule batchline-a-stack.* would have 76 characters, and AWS allows 64\. Shorten the name of the project or of the stack by 12 characters$/,
    );
  });

  it("are not checked if Pulumi generates none", () => {
    const disabled = JSON.stringify({ mode: "disabled" });
    expect(nameProblem(longest(40), inStack("production-eu", disabled))).to.equal(undefined);
  });

  it("have the limits of the embedded AWS", () => {
    for (const { type, limit } of namesOfWorkflow("report")) {
      const types = embeddedServices.flatMap(({ resources = {} }) => Object.entries(resources));
      expect(types.find(([token]) => token === type)?.[1].naming?.maxLength, type).to.equal(limit);
    }
  });

  it("are, without a workflow, no longer than those that are checked", async function () {
    this.timeout(60_000);
    const run = await programRun({ mode: "up", config: { consumableResources: { "orders-database": 20 } } });
    const workflows = run.all("aws:sfn/stateMachine:StateMachine").map(({ name }) => name);
    for (const { type, name: longest } of namesOfPlatform) {
      const names = run.all(type).map(({ name }) => name);
      const ofPlatform = names.filter((name) => !workflows.some((workflow) => name.startsWith(workflow)));
      expect(ofPlatform, type).not.to.deep.equal([]);
      // Tenants' buckets have names of their own.
      const generated = ofPlatform.filter((name) => !/^storage-(?!data$|platform$)/.test(name));
      for (const name of generated) expect(name.length, name).to.be.at.most(longest.length);
    }
  });

  it("are all that programs derive from a workflow's name", async function () {
    this.timeout(60_000);
    const run = await programRun({ mode: "up", config: { consumableResources: { "orders-database": 20 } } });
    const withoutDigits = (name: string) => name.replace(/-at-[0-9a-f]{6}$/, "-at-");
    for (const { name: workflow } of run.all("aws:sfn/stateMachine:StateMachine")) {
      const names = namesOfWorkflow(workflow).filter(({ type }) => !type.endsWith("JobDefinition"));
      const known = names.map(({ type, name }) => `${type} ${withoutDigits(name)}`);
      const made = names
        .flatMap(({ type }) => run.all(type))
        .filter(({ name }) => name.startsWith(workflow))
        .map(({ type, name }) => `${type} ${withoutDigits(name)}`);
      expect(made.length, workflow).to.be.greaterThan(3);
      expect(known).to.include.members(made);
    }
  });
});

const anyStack = { project: "p".repeat(100), stack: "s".repeat(100) };
