import type { Cause, CauseKind } from "../../contract/causes.ts";
import type { RunRecord } from "../../contract/records.ts";

/** What helps: to read the log, to run the rest again, to compare sizes with what was used, or to examine the stack. */
type Command = "logs" | "rerun" | "sizes" | "doctor";

const commands: Readonly<Record<CauseKind, Command | undefined>> = {
  ...{ stage: "logs", crash: "logs", deployment: "logs", start: "logs" },
  ...{ "no-record": "logs", "out-of-memory": "sizes", timeout: "sizes", unknown: "logs", silent: "logs" },
  ...{ reclaimed: "rerun", interrupted: "rerun", stopped: "rerun", "not-submitted": "rerun" },
  ...{ image: "doctor", secrets: "doctor", environment: "doctor", "no-instance-fits": "doctor" },
  ...{ "no-capacity": "doctor", queue: "doctor" },
  ...{ planning: undefined, machine: undefined, busy: undefined },
};

/** The command to type next; undefined if none helps. `options` ends it. */
export function helpfulCommand(
  { kind, example, effect, tenants }: Pick<Cause, "kind" | "example" | "effect" | "tenants">,
  { runId, workflow }: Pick<RunRecord, "runId" | "workflow">,
  options = "",
): string | undefined {
  const typed = (...words: string[]) =>
    ["npx batchline", ...words, options].filter((word) => word !== "").join(" ");
  const [tenant, ...others] = tenants;
  switch (commands[kind]) {
    case "logs":
      if (example === undefined || example.logStream === undefined) return undefined;
      return typed(
        ...[
          "logs",
          runId,
          "--tenant",
          example.tenant,
          "--stage",
          example.stage,
          "--chunk",
          String(example.chunk),
        ],
      );
    case "rerun":
      if (effect !== "failed") return undefined;
      return typed(
        "rerun",
        runId,
        ...(tenant !== undefined && others.length === 0 ? ["--tenant", tenant] : []),
      );
    case "sizes":
      return typed("sizes", "--workflow", workflow);
    case "doctor":
      // It examines an account, and the embedded AWS is none.
      return options.startsWith("--local") ? undefined : typed("doctor");
    case undefined:
      return undefined;
  }
}

/**
 * What to type about a mistake in a stage's code, in order. `rerun` is for after the correction is deployed, `reproduce` finds the mistake
 * in a debugger, `logs` shows what was said. Empty for other causes.
 */
export function commandsForMistake(
  cause: Pick<Cause, "kind" | "example" | "effect" | "tenants" | "where">,
  run: Pick<RunRecord, "runId" | "workflow">,
  options = "",
): readonly string[] {
  const { kind, where, example } = cause;
  if (kind !== "crash" || where === undefined || example === undefined) return [];
  const { tenant, stage, chunk } = example;
  const place = ["--tenant", tenant, "--stage", stage, "--chunk", String(chunk)];
  return [
    helpfulCommand({ ...cause, kind: "interrupted" }, run, options),
    typedCommand(["reproduce", run.runId, ...place, "--inspect"], options),
    helpfulCommand(cause, run, options),
  ].filter((command) => command !== undefined);
}

/** The command that shows the run `runId` until it ends. */
export function follow(runId: string, options = ""): string {
  return typedCommand(["follow", runId], options);
}

function typedCommand(words: readonly string[], options: string): string {
  return ["npx batchline", ...words, options].filter((word) => word !== "").join(" ");
}
