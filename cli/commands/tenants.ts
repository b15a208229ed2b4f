import { Command } from "commander";
import { tenantsCheckCommand } from "./tenants-check.ts";
import { tenantsDiffCommand } from "./tenants-diff.ts";
import { tenantsNewCommand } from "./tenants-new.ts";
import { tenantsSchemaCommand } from "./tenants-schema.ts";

/** `batchline tenants`: all about tenants/*.yaml. None of it needs credentials. `onStatus` is told the exit code. */
export function tenantsCommand(onStatus: (status: number) => void): Command {
  return new Command("tenants")
    .description("Check the tenants' files, tell what a change to them does, add one. Needs no AWS account.")
    .addCommand(tenantsCheckCommand(onStatus))
    .addCommand(tenantsDiffCommand(onStatus))
    .addCommand(tenantsNewCommand(onStatus))
    .addCommand(tenantsSchemaCommand());
}
