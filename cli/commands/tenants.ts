import { Command } from "commander";
import { tenantsCheckCommand } from "./tenants-check.ts";
import { tenantsDiffCommand } from "./tenants-diff.ts";
import { tenantsNewCommand } from "./tenants-new.ts";
import { tenantsSchemaCommand } from "./tenants-schema.ts";

/** `batchline tenants`. `onStatus` receives the exit code. */
export function tenantsCommand(onStatus: (status: number) => void): Command {
  return new Command("tenants")
    .description("Check the tenants' files, report what a change does, add a tenant. Needs no AWS account.")
    .addCommand(tenantsCheckCommand(onStatus))
    .addCommand(tenantsDiffCommand(onStatus))
    .addCommand(tenantsNewCommand(onStatus))
    .addCommand(tenantsSchemaCommand());
}
