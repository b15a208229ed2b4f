import { relative } from "node:path";
import { suggestion } from "@batchline/diagnostics";
import { Command, Option } from "commander";
import { loadTenants } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { UsageError } from "../errors.ts";
import { interruptible } from "../interrupt.ts";
import { tenantsFolder } from "../project-root.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface RunOptions {
  readonly tenant?: readonly string[];
  readonly force?: true;
  readonly resume?: string;
  readonly detach?: true;
  readonly local?: true;
  readonly stack: string;
  readonly json?: true;
}

/** `batchline run <workflow...>`; `onStatus` receives the exit code. */
export function runCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const example = exampleOf(workflows);
  return new Command("run")
    .description("Start a run of a workflow and follow it to its end; then, if it succeeded, the next one's.")
    .argument("<workflow...>", `of: ${workflows.map(({ name }) => name).join(", ")}`)
    .option("-t, --tenant <id...>", "run for these tenants only, even if they succeeded recently")
    .option("--force", "run also tenants that skipIfSucceededWithin would skip")
    .option("--resume <run>", "go on with this run: only its unfinished chunks (see also rerun)")
    .option("--detach", "start the run and end when it is planned or refused, after 10 seconds at most")
    .option(
      "--local",
      "run on this machine: in what batchline local deployed, or start the embedded AWS and deploy the stack to it",
    )
    .addOption(
      new Option("-s, --stack <name>", "the stack whose configuration or deployment is used").default("dev"),
    )
    .option("--json", "print the outcome as one JSON document: an array when several workflows are named")
    .addHelpText(
      "after",
      `
Exit codes: 0 all runs succeeded, 1 one failed or could not start, 2 wrong usage, 130 interrupted.
A run on a deployed stack goes on after Ctrl-C: follow watches it again, stop ends it.
With --local, and without batchline local, everything starts empty: first name the workflow whose results the next one uses.

Examples:
  $ npx batchline run ${example} --local
  $ npx batchline run ${example} --local --tenant ember-toys
  $ npx batchline run ${workflows.map(({ name }) => name).join(" ")} --local
  $ npx batchline run ${example} --stack prod --tenant acme-outdoor
  $ npx batchline run ${example} --stack prod --detach`,
    )
    .action(async (names: string[], options: RunOptions) => onStatus(await run(names, options, workflows)));
}

async function run(
  names: readonly string[],
  options: RunOptions,
  workflows: readonly Workflow[],
): Promise<number> {
  const { root, dir } = tenantsFolder();
  const chosen = names.map((name) => workflowNamed(name, workflows));
  const { local, stack: name, tenant, resume, detach } = options;
  const [one] = [resume && "--resume", detach && "--detach"].filter(Boolean);
  if (one && names.length > 1) throw new UsageError("BL-U001", `${one} is for one workflow: name only that`);
  // The plan checks the names against a deployed stack's tenants.
  if (local) checkTenantOptions(dir, workflows, tenant);
  // Loaded on demand: the clients of AWS's services take a while.
  const { onOpenStack, runOn, withAllChunks } = await import("../run/run-on.ts");
  const say = (line: string) => process.stderr.write(`${line}\n`);
  let goesOn = !local;
  return interruptible(
    () => say(goesOn ? "" : "\nstopping: ending all processes"),
    async (signal) => {
      const on = { ...options, signal, goesOn: true };
      if (!local) {
        const { deployedStack } = await import("../../runs/stack/deployed-stack.ts");
        return onOpenStack(await deployedStack(root, name), workflows, (stack) => runOn(stack, chosen, on));
      }
      const { exportSession, lendTenants, logLinks, noticeLines, onLocalTarget, writeReports } =
        await localParts();
      const onStep = elapsedSteps(say);
      return onLocalTarget({ root, stack: name, signal, onStep }, (target, dir, isKept) =>
        onOpenStack(target, workflows, async (stack) => {
          goesOn = isKept;
          if (detach && !isKept)
            throw new UsageError(
              "BL-U001",
              "--detach needs a stack that stays up: start batchline local first",
            );
          for (const line of await lendTenants(target, chosen, tenant)) onStep(line);
          onStep(`running ${names.join(", then ")}`);
          const session = { outputs: target.outputs, session: relative(process.cwd(), dir) };
          const link = logLinks(dir);
          return runOn(stack, chosen, { ...on, goesOn: isKept, onRecords: link }, async (runs) => {
            const ended = await withAllChunks(stack, runs);
            for (const { outcome } of ended) link(outcome, outcome.chunks ?? []);
            const where = await exportSession(session, ended);
            const notices = await noticeLines(target, session.session);
            return [
              ...where,
              ...notices,
              ...(await writeReports({ ...session, stack, stackName: name }, runs)),
            ];
          });
        }),
      );
    },
  );
}

/** Checks the tenants' files and the tenants named, before anything starts. */
function checkTenantOptions(
  dir: string,
  workflows: readonly Workflow[],
  named: readonly string[] = [],
): void {
  const known = loadTenants(dir, paramsOf(workflows)).map(({ id }) => id);
  for (const id of named) {
    if (!known.includes(id))
      throw new UsageError("BL-U001", `unknown tenant "${id}"${suggestion(id, known)}`);
  }
}

async function localParts() {
  return {
    ...(await import("../run/local-export.ts")),
    ...(await import("../run/local-logs.ts")),
    ...(await import("../run/local-mailbox.ts")),
    ...(await import("../run/local-target.ts")),
    ...(await import("../run/local-trial.ts")),
    ...(await import("../run/session-reports.ts")),
  };
}
