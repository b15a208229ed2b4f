import { existsSync } from "node:fs";
import { must } from "@batchline/diagnostics";
import { expectedName } from "@batchline/pulumi-engine/naming";
import { Config, getOrganization, getProject, getStack } from "@pulumi/pulumi";
import { nameProblem } from "../config/derived-names.ts";
import { checkSettings, type StackConfig } from "../config/stack-config.ts";
import { StackConfigSchema } from "../config/stack-schema.ts";
import { ArgumentChecks } from "./argument-error.ts";
import type { BatchlineArgs } from "./batchline-args.ts";

interface CheckedArgs {
  /** All settings, defaults filled in. Its VPC does not count. */
  readonly config: StackConfig;
  readonly declarations: string;
}

/** The arguments of the Batchline `name` that have defaults. @throws {ArgumentError} */
export function checkedArgs(name: string, args: BatchlineArgs): CheckedArgs {
  const checks = new ArgumentChecks("Batchline", name);
  const { workflows, declarations = "workflows/declarations.ts", workerImage } = args;
  const names = workflows.map((workflow) => workflow.name);
  checks.distinct("workflows", names);
  checkNames(checks, names);
  const given = Object.entries(args).filter(([key]) => Object.hasOwn(StackConfigSchema.shape, key));
  const { config, problems } = checkSettings(Object.fromEntries(given), workflows);
  if (problems !== undefined) {
    const { code, key, message } = must(problems[0], "problems are at least one");
    return checks.fail(code, key, message);
  }
  const file = (field: string, path: string) => {
    const problem = `there is no file ${path} in the program's folder ${process.cwd()}`;
    if (!existsSync(path)) checks.fail("BL-K011", field, problem);
  };
  file("declarations", declarations);
  if (!workerImage) file("build.dockerfile", args.build?.dockerfile ?? "Dockerfile");
  return { config, declarations };
}

/** The provider refuses names that are too long too, but one resource at a time, and does not say which name of a workflow fits. */
function checkNames(checks: ArgumentChecks, workflows: readonly string[]): void {
  const autonaming = new Config("pulumi").get("autonaming");
  const of = {
    project: getProject(),
    stack: getStack(),
    configValue: (key: string) => new Config().get(key),
    // Programs under test have none.
    ...(autonaming?.includes("organization") && { organization: getOrganization() }),
  };
  for (const workflow of workflows) {
    const problem = nameProblem(workflow, (resource) => expectedName(autonaming, of, resource));
    if (problem !== undefined) checks.fail("BL-K008", "workflows", problem);
  }
}
