import { Command, InvalidArgumentError, Option } from "commander";
import { checkTenants } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { tenantsFolder } from "../project-root.ts";
import { compare } from "../tenants/compare.ts";
import { diffMarkdown } from "../tenants/diff-markdown.ts";
import { type Diff, diffText } from "../tenants/diff-text.ts";
import { resolveCommit } from "../tenants/git.ts";
import { noHistory, readHistory } from "../tenants/history.ts";
import { tenantsAtBoth } from "../tenants/tenants-at.ts";

/** GitHub's limit of a comment, in characters. */
const commentLimit = 65_536;

interface DiffOptions {
  readonly mergeBase?: true;
  readonly history?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly maxLength: number;
}

/** `batchline tenants diff <ref>`. */
export function tenantsDiffCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
): Command {
  return new Command("diff")
    .description("Say what changes for each tenant since a git commit.")
    .argument("<git ref>", "a commit, branch or tag, for example origin/main")
    .option("--merge-base", "compare with the last commit that the ref and HEAD share")
    .option("--history <folder>", "estimate by the runs recorded there, for example .local/latest/records")
    .addOption(new Option("--json", "print one JSON document").conflicts("markdown"))
    .option("--markdown", "print Markdown for a comment on GitHub")
    .addOption(
      new Option("--max-length <characters>", "the most that --markdown prints")
        .default(commentLimit)
        .argParser(atLeast1000),
    )
    .addHelpText(
      "after",
      `
It needs no AWS account: the workflows' own code plans the chunks, and vCPU-minutes are estimates. See docs/tenants.md.
Exit codes: 0 compared, 1 the files have problems now, 2 wrong usage.

Examples:
  $ npx batchline tenants diff main
  $ npx batchline tenants diff origin/main --merge-base --markdown > comment.md`,
    )
    .action(async (ref: string, options: DiffOptions) => onStatus(await diff(ref, options, workflows)));
}

async function diff(ref: string, options: DiffOptions, workflows: readonly Workflow[]): Promise<number> {
  const { root, dir } = tenantsFolder();
  const history = options.history === undefined ? noHistory : readHistory(options.history, workflows);
  const commit = resolveCommit(root, ref, options.mergeBase === true);
  const params = paramsOf(workflows);
  const { before, after, problems } = tenantsAtBoth(root, commit, ref, checkTenants(dir, params), params);
  const comparison = await compare(before, after, workflows, history);
  const result: Diff = { ref, commit, comparison, problems };
  console.log(written(result, options));
  return problems.after.length === 0 ? exitStatus.ok : exitStatus.wrong;
}

function written(diff: Diff, { json, markdown, maxLength }: DiffOptions): string {
  if (markdown) return diffMarkdown(diff, maxLength);
  if (!json) return diffText(diff);
  const { ref, commit, comparison, problems } = diff;
  return JSON.stringify({ since: { ref, commit }, ...comparison, problems }, null, 2);
}

function atLeast1000(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1000)
    throw new InvalidArgumentError("a whole number of at least 1000");
  return number;
}
