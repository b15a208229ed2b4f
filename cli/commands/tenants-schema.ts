import { join, relative } from "node:path";
import { Command } from "commander";
import { tenantSchemaText } from "../../config/tenants/json-schema.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { projectRoot } from "../project-root.ts";
import { writeGenerated } from "../text-file.ts";

/** `batchline tenants schema`. */
export function tenantsSchemaCommand(workflows: readonly Workflow[]): Command {
  return new Command("schema")
    .description("Write config/tenant.schema.json, by which editors explain and check tenants' files.")
    .option("--check", "write nothing; exit 1 if the file is not up to date")
    .addHelpText(
      "after",
      `
The schema follows from the workflows' parameters. Write and commit it again when these change.

Examples:
  $ npx batchline tenants schema
  $ npx batchline tenants schema --check`,
    )
    .action(({ check }: { readonly check?: true }) => {
      const file = join(projectRoot(), "config", "tenant.schema.json");
      const name = relative(process.cwd(), file);
      const text = tenantSchemaText(paramsOf(workflows));
      writeGenerated(name, text, { check, fix: "run npm run schema, and commit the file" });
    });
}
