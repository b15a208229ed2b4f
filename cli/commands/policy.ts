import { Command } from "commander";
import { policyCheckCommand } from "./policy-check.ts";
import { policyDocsCommand } from "./policy-docs.ts";

/** `batchline policy`: the rules in policies/. None of it needs credentials. `onStatus` is told the exit code. */
export function policyCommand(onStatus: (status: number) => void): Command {
  return new Command("policy")
    .description("Judge the infrastructure by the rules in policies/. Needs no AWS account.")
    .addCommand(policyCheckCommand(onStatus))
    .addCommand(policyDocsCommand());
}
