import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { suggestion } from "@batchline/diagnostics";
import { Command, Option } from "commander";
import { exitStatus, UsageError } from "../errors.ts";
import { interruptible } from "../interrupt.ts";
import { policyConfig } from "../policy/config-file.ts";
import { policyMarkdown } from "../policy/markdown.ts";
import {
  closingLine,
  type Outcome,
  outcomeAsJson,
  reportLines,
  violationAnnotation,
} from "../policy/report.ts";
import { isMandatory, ofKind, placedFindings } from "../policy/violation.ts";
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
  if (!existsSync(join(root, `Pulumi.${stack}.yaml`))) {
    const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    throw new UsageError("BL-U001", `unknown stack "${stack}"${suggestion(stack, stacks)}`);
  }
  const pack = policyPack(root);
  const { settings, file = "the rules' defaults" } = policyConfig(root, stack, options.policyConfig);
  const values = options.preview ? "preview" : "deployed";
  process.stderr.write(`checking stack ${stack} against ${relative(process.cwd(), pack)}/ with ${file}\n`);
  return interruptible(
    () => {},
    async (signal) => {
      // Loaded on demand: the engine is large.
      const { checkProgram } = await import("@batchline/embedded-aws");
      const checked = await checkProgram({ root, stack, pack, settings, values, signal });
      for (const { message } of checked.refused)
        process.stderr.write(
          `note: the embedded AWS would refuse this, so its ARN is invented: ${message}\n`,
        );
      const enabled = Object.values(settings).filter(
        ({ enforcementLevel }) => enforcementLevel !== "disabled",
      );
      const findings = placedFindings(checked);
      const counts = { rules: enabled.length, resources: checked.resources.length };
      report({ stack, values, ...counts, findings });
      return findings.some(isMandatory) ? exitStatus.wrong : exitStatus.ok;
    },
  );

  function report(outcome: Outcome): void {
    const { findings } = outcome;
    const checkout = process.env.GITHUB_WORKSPACE ?? process.cwd();
    const violations = github ? ofKind(findings, "violation") : [];
    const annotations = violations.map((finding) => violationAnnotation(finding, root, checkout));
    if (json) console.log(JSON.stringify(outcomeAsJson(outcome), null, 2));
    else if (markdown) {
      console.log(policyMarkdown(outcome, markdownLimit));
      // GitHub's runner reads workflow commands on both streams. Stdout is the document.
      for (const annotation of annotations) process.stderr.write(`${annotation}\n`);
    } else {
      const lines = reportLines(findings, { root, verbose });
      console.log([...lines, ...annotations, closingLine(outcome)].join("\n"));
    }
  }
}

/** The project's folder of rules. Without one, Batchline's own. */
function policyPack(root: string): string {
  const own = join(root, "policies");
  return existsSync(join(own, "PulumiPolicy.yaml")) ? own : join(import.meta.dirname, "../../policies");
}
