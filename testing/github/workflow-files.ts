import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

export const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".github/workflows");

const Step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});
const Permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const Concurrency = z.looseObject({ "cancel-in-progress": z.boolean(), queue: z.string().optional() });
const Job = z.looseObject({
  needs: z.string().optional(),
  uses: z.string().optional(),
  permissions: Permissions.optional(),
  environment: z.string().optional(),
  "timeout-minutes": z.int().optional(),
  concurrency: Concurrency.optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: Permissions,
  concurrency: Concurrency.optional(),
  jobs: z.record(z.string(), Job),
});

export interface WorkflowFile extends z.infer<typeof Workflow> {
  readonly file: string;
  readonly text: string;
}

/** Every workflow of the project. */
export function workflowFiles(): WorkflowFile[] {
  return readdirSync(folder).map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return { ...Workflow.parse(parse(text)), file, text };
  });
}

export function workflowFile(file: string): WorkflowFile {
  const found = workflowFiles().find((workflow) => workflow.file === file);
  if (found === undefined) throw new Error(`there is no workflow ${file}`);
  return found;
}
