import type { Cause, CauseKind, FailedState } from "../../contract/causes.ts";
import type { RunRecord, TenantRecord } from "../../contract/records.ts";
import { follow, helpfulCommand } from "./helpful-command.ts";

interface Known {
  readonly pattern: RegExp;
  readonly kind: CauseKind;
  readonly sentence: (reason: string) => string;
  readonly help: string;
}

const same = (reason: string) => reason;

/** Reasons of whole runs, as the planner and the closing write them. */
const known: readonly Known[] = [
  {
    pattern: /\bis already running: run/,
    kind: "busy",
    sentence: same,
    help: "follow that run, or stop it; then start this one again",
  },
  {
    pattern: /^the execution \S+ (was stopped|ended) before the run was closed$/,
    kind: "stopped",
    sentence: (reason) => reason.replace(/^the execution \S+ (.*) the run was/, "the run $1 it was"),
    help: "run the rest again",
  },
  {
    pattern: /^(the execution \S+ was stopped|stopped$|stopped: )/,
    kind: "stopped",
    sentence: (reason) =>
      `somebody stopped the run${/before its plan/.test(reason) ? " before it was planned" : ""}`,
    help: "run the rest again",
  },
  {
    pattern: /^the execution \S+ timed out/,
    kind: "timeout",
    sentence: () => "the run took longer than 23 hours",
    help: "see what its slowest stage waited for, and run the rest again",
  },
  {
    pattern: /^the execution \S+ (failed|ended without|is unknown)/,
    kind: "machine",
    sentence: same,
    help: "look at the failed state of the machine",
  },
];

/** Why a run failed of which no chunk and no tenant did. */
export function explainRun(
  run: RunRecord,
  tenants: readonly TenantRecord[],
  failedState?: FailedState,
  options?: string,
): Cause {
  const { reason = "", plannedAt, endedAt } = run;
  const found = known.find(({ pattern }) => pattern.test(reason));
  const isPlanned = plannedAt !== undefined || run.chunks > 0;
  const kind = found?.kind ?? (isPlanned || failedState !== undefined ? "machine" : "planning");
  const fallback = isPlanned
    ? "the run failed, and left no reason"
    : "the run was not planned, and left no reason";
  const inState =
    failedState && `the state ${failedState.state} failed: ${failedState.cause || failedState.error}`;
  const ended = kind === "machine" && inState !== undefined ? inState : reason || inState || fallback;
  const cause = {
    ...{
      key: ["failed", kind, "", "", found?.pattern.source ?? ended].join("|"),
      kind,
      effect: "failed" as const,
    },
    sentence: found === undefined || kind === "machine" ? ended : found.sentence(reason),
    tenants: tenants.flatMap(({ tenant, status }) => (status === "FAILED" ? [tenant] : [])).sort(),
    ...{ chunks: 0, ...(found && { help: found.help }), ...(endedAt && { at: endedAt }) },
  };
  const [, holder] = /already running: run (\S+)/.exec(reason) ?? [];
  const command =
    holder === undefined ? isPlanned && helpfulCommand(cause, run, options) : follow(holder, options);
  return { ...cause, ...(command && { command }) };
}
