import { Command } from "commander";
import { policyCheckCommand } from "./policy-check.ts";
import { policyDocsCommand } from "./policy-docs.ts";

/** `batchline policy`: the rules in policies/. Needs no credentials. `onStatus` receives the exit code. */
export function policyCommand(onStatus: (status: number) => void): Command {
  return new Command("policy")
    .description("Check the infrastructure against the rules in policies/. Needs no AWS account.")
    .addCommand(policyCheckCommand(onStatus))
    .addCommand(policyDocsCommand());
}
