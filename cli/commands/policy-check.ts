import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestion } from "@batchline/diagnostics";
import type { CheckedProgram } from "@batchline/embedded-aws";
import { Command, Option } from "commander";
import { CommandFailure, exitStatus, UsageError } from "../errors.ts";
import { InterruptedError, interruptSignal } from "../interrupt.ts";
import { policyConfig } from "../policy/config-file.ts";
import { policyMarkdown } from "../policy/markdown.ts";
import { closingLine, reportLines, violationAnnotation } from "../policy/report.ts";
import { checkedAsJson } from "../policy/report-json.ts";
import { isMandatory, placedFindings } from "../policy/violation.ts";
import { projectRoot } from "../project-root.ts";

interface CheckOptions {
  readonly stack: string;
  readonly policyConfig?: string;
  readonly preview?: true;
  readonly verbose?: true;
  readonly json?: true;
  readonly github?: true;
  readonly markdown?: true;
}

/** Characters of `--markdown`. A comment on GitHub has at most 65,536, for several stacks and the tenants. */
const markdownLimit = 15_000;

/** `batchline policy check`. */
export function policyCheckCommand(onStatus: (status: number) => void): Command {
  return new Command("check")
    .description("Check the resources that the program declares for a stack against the rules in policies/.")
    .addOption(new Option("-s, --stack <name>", "the stack whose configuration is used").default("dev"))
    .option(
      "--policy-config <file>",
      "levels and settings of the rules (default: policies/policy-config.<stack>.json)",
    )
    .option(
      "--preview",
      "leave values that AWS computes unknown, as a first pulumi preview does, instead of inventing them",
    )
    .option("--verbose", "also list fixed and unchecked properties")
    .addOption(new Option("--json", "print one JSON document").conflicts(["github", "markdown"]))
    .option("--markdown", "print Markdown for a comment on GitHub")
    .option(
      "--github",
      "also print workflow commands, which GitHub shows in the pull request; with --markdown on stderr",
    )
    .addHelpText(
      "after",
      `
docs/policies.md explains the rules, their codes (BL-P…) and the JSON document.
Exit codes: 0 no mandatory violation, 1 a mandatory violation or a failed program, 2 wrong usage.

Examples:
  $ npx batchline policy check
  $ npx batchline policy check --stack prod --json | jq -r '.violations[].message'`,
    )
    .action(async (options: CheckOptions) => onStatus(await check(options)));
}

async function check(options: CheckOptions): Promise<number> {
  const root = projectRoot();
  const { stack, json, markdown, github, verbose = false } = options;
  checkStack(root, stack);
  const pack = join(root, "policies");
  if (!existsSync(join(pack, "PulumiPolicy.yaml")))
    throw new CommandFailure(
      "BL-U004",
      "policies/PulumiPolicy.yaml is missing: this project has no policy pack",
    );
  const { settings, file } = policyConfig({
    root,
    stack,
    ...(options.policyConfig && { given: options.policyConfig }),
  });
  const values = options.preview ? "preview" : "deployed";
  const levels = file === undefined ? "the rules' defaults" : file;
  process.stderr.write(`checking stack ${stack} against policies/ with ${levels}\n`);
  const checked = await checkedProgram({ root, stack, pack, settings, values });
  if (typeof checked === "number") return checked;
  for (const { message } of checked.refused)
    process.stderr.write(`note: the embedded AWS would refuse this, so its ARN is invented: ${message}\n`);
  const findings = placedFindings(checked);
  const outcome = {
    stack,
    values,
    rules: Object.values(settings).filter(({ enforcementLevel }) => enforcementLevel !== "disabled").length,
    resources: checked.resources.length,
    findings,
  };
  const checkout = process.env.GITHUB_WORKSPACE ?? process.cwd();
  const violations = github ? findings.filter(({ kind }) => kind === "violation") : [];
  const annotations = violations.map((finding) => violationAnnotation(finding, root, checkout));
  if (json) console.log(JSON.stringify(checkedAsJson(outcome), null, 2));
  else if (markdown) {
    console.log(policyMarkdown(outcome, markdownLimit));
    // GitHub's runner reads workflow commands on both streams. Stdout is the document.
    for (const annotation of annotations) process.stderr.write(`${annotation}\n`);
  } else {
    const lines = reportLines(findings, { root, verbose });
    console.log([...lines, ...annotations, closingLine(outcome)].join("\n"));
  }
  return findings.some(isMandatory) ? exitStatus.wrong : exitStatus.ok;
}

function checkStack(root: string, stack: string): void {
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  if (!existsSync(join(root, `Pulumi.${stack}.yaml`)))
    throw new UsageError("BL-U001", `unknown stack "${stack}"${suggestion(stack, stacks)}`);
}

/** Returns the exit status if the user interrupts. */
async function checkedProgram(
  of: Omit<Parameters<typeof import("@batchline/embedded-aws").checkProgram>[0], "signal">,
): Promise<CheckedProgram | number> {
  const interrupt = interruptSignal(() => {});
  // Loaded on demand: the engine is large.
  const { checkProgram, isForeseen } = await import("@batchline/embedded-aws");
  try {
    return await checkProgram({ ...of, signal: interrupt.signal });
  } catch (cause) {
    if (interrupt.signal.reason instanceof InterruptedError) return interrupt.signal.reason.exitStatus;
    if (isForeseen(cause)) throw new CommandFailure("BL-U011", cause.message, { cause });
    throw cause;
  } finally {
    interrupt.dispose();
  }
}
