import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Command } from "commander";
import { tenantSchemaText } from "../../config/tenants/json-schema.ts";
import { workflowParams } from "../../config/workflow-params.ts";
import { CommandFailure } from "../errors.ts";
import { projectRoot } from "../project-root.ts";

/** `batchline tenants schema`. */
export function tenantsSchemaCommand(): Command {
  return new Command("schema")
    .description("Write config/tenant.schema.json, with which editors explain and check tenants' files.")
    .option("--check", "write nothing; exit 1 if the file is not what would be written")
    .addHelpText(
      "after",
      `
The schema follows from the workflows' parameters: write it again when these have changed, and commit it.

Examples:
  $ npx batchline tenants schema
  $ npx batchline tenants schema --check`,
    )
    .action(({ check }: { readonly check?: true }) => {
      const file = join(projectRoot(process.cwd()), "config", "tenant.schema.json");
      const name = relative(process.cwd(), file);
      const text = tenantSchemaText(workflowParams);
      if (check) {
        if (readIfThere(file) !== text) {
          throw new CommandFailure(
            "BL-U005",
            `${name} is not up to date: run npm run schema, and commit the file`,
          );
        }
        return;
      }
      write(file, name, text);
      console.log(`wrote ${name}`);
    });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

function write(file: string, name: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new CommandFailure(
      "BL-U004",
      `cannot write ${name}: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
}
