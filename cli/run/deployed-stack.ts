import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandFailure } from "../errors.ts";
import type { StackOutputs, Target } from "./target.ts";

/** A stack that `pulumi up` deployed. The Pulumi CLI knows its outputs; credentials and region are the AWS SDK's own
 * settings.
 * @throws CommandFailure when the CLI fails or an output is missing */
export async function deployedStack(root: string, stack: string): Promise<Target> {
  const args = ["stack", "output", "--json", "--stack", stack, "--cwd", root];
  let text: string;
  try {
    text = (await promisify(execFile)("pulumi", args, { maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (cause) {
    const { code, stderr, message } = cause as Error & { code?: string; stderr?: string };
    const said =
      code === "ENOENT" ? "the Pulumi CLI is not on the PATH; npx has it" : stderr?.trim() || message;
    throw new CommandFailure(
      "BL-U009",
      `cannot read the outputs of stack "${stack}" (pulumi ${args.join(" ")}): ${said}. ` +
        "Deploy it first with npx pulumi up, or run on this machine with --local.",
      { cause },
    );
  }
  const outputs = JSON.parse(text) as Partial<StackOutputs>;
  const needed = ["stateMachines", "table", "platformBucket", "dataBucket"] as const;
  const missing = needed.filter((name) => outputs[name] === undefined);
  if (missing.length > 0) {
    throw new CommandFailure(
      "BL-U009",
      `stack "${stack}" has no output ${missing.join(", ")}: update it with npx pulumi up --stack ${stack}`,
    );
  }
  return { client: {}, outputs: outputs as StackOutputs, pollMs: 2000 };
}
