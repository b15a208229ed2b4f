import { Command } from "commander";
import { newWorkflowCommand } from "./new-workflow.ts";
import { tenantsNewCommand } from "./tenants-new.ts";

/** `batchline new`: writes what people add to a project. `onStatus` receives the exit code. */
export function newCommand(onStatus: (status: number) => void): Command {
  return new Command("new")
    .description("Write a new workflow or a new tenant.")
    .addCommand(newWorkflowCommand())
    .addCommand(tenantsNewCommand(onStatus, "tenant"));
}
