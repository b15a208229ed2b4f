import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RunsFailure } from "../errors.ts";
import type { StackOutputs, Target } from "./target.ts";

/** A stack that `pulumi up` deployed. The Pulumi CLI knows its outputs. Credentials are the AWS SDK's own settings (AWS_PROFILE,
 * …), the region is the stack's.
 * @throws {RunsFailure} BL-O001 when the CLI fails or an output is missing
 * @example const target = await deployedStack(process.cwd(), "prod"); */
export async function deployedStack(root: string, stack: string): Promise<Target> {
  const args = ["stack", "output", "--json", "--stack", stack, "--cwd", root];
  let text: string;
  try {
    text = (await promisify(execFile)("pulumi", args, { maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (cause) {
    const { code, stderr, message } = cause as Error & { code?: string; stderr?: string };
    const said =
      code === "ENOENT" ? "the Pulumi CLI is not on the PATH; npx has it" : oneLine(stderr ?? "") || message;
    throw new RunsFailure(
      "BL-O001",
      `cannot read the outputs of stack "${stack}" (pulumi ${args.join(" ")}): ${said}. ` +
        "Deploy it first with npx pulumi up, or run on this machine with --local.",
      { cause },
    );
  }
  const outputs = JSON.parse(text) as Partial<StackOutputs>;
  const needed = ["stateMachines", "table", "platformBucket", "dataBucket"] as const;
  const missing = needed.filter((name) => outputs[name] === undefined);
  if (missing.length > 0) {
    throw new RunsFailure(
      "BL-O001",
      `stack "${stack}" has no output ${missing.join(", ")}: update it with npx pulumi up --stack ${stack}`,
    );
  }
  const deployed = outputs as StackOutputs;
  const region = regionOf(deployed);
  return {
    option: `--stack ${stack}`,
    client: region === undefined ? {} : { region },
    outputs: deployed,
    pollMs: 2000,
  };
}

/** The region in the ARNs of the outputs; undefined for a stack without workflows, which has none. */
function regionOf({ stateMachines, jobQueues = {} }: StackOutputs): string | undefined {
  const [arn] = [...Object.values(stateMachines), ...Object.values(jobQueues)];
  return arn?.split(":")[3];
}

const oneLine = (text: string) =>
  text
    .trim()
    .split(/\s*\n\s*/)
    .join("; ");
