import { CodedError } from "@batchline/diagnostics";
import type { HandlerErrorCode } from "../error-codes.ts";
import { deployedTenants } from "../plan/deployed-tenants.ts";
import { type ExecutionEvent, isScheduled, machineOwner, runIdOf } from "../stop/execution-event.ts";
import { type EndedRun, endedRun } from "./ended-run.ts";
import { causesOfEnd, failedChunks } from "./evidence.ts";
import type { NotifyOptions } from "./notify-options.ts";
import { tellAll } from "./tell.ts";
import { ToldTable } from "./told-table.ts";
import { inTurn } from "./turn.ts";

/** Lambda's context of a call. */
export interface Call {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Some notices could not be sent. Lambda calls again, and only those are sent. */
class NoticesNotSentError extends CodedError<HandlerErrorCode> {}

/** The last part of a call, in milliseconds, in which nothing is waited for. */
const reserveMs = 10 * 60_000;

/**
 * Tells people how the run of an execution ended, each what is news to them.
 * @throws {NoticesNotSentError} @throws {NotClosedError} @throws {UnknownMachineError}
 * @example await tellOfEnd(options, event, call);
 */
export async function tellOfEnd(options: NotifyOptions, event: ExecutionEvent, call: Call): Promise<void> {
  const { stores, wait, stack, mode, sending, workflows, machines } = options;
  const { table, now } = stores;
  const { status, name: execution, stateMachineArn } = event.detail;
  const workflow = machineOwner(machines)(stateMachineArn);
  // The person who stopped it knows.
  if (status === "ABORTED") return;
  const pause = async () => {
    if (call.getRemainingTimeInMillis() < reserveMs) return false;
    await wait();
    return true;
  };
  const runId = runIdOf(event);
  const ended = await endedRun(table, { workflow, runId, execution }, pause);
  if (ended === undefined || isSeenByItsStarter(ended, event)) return;
  const templates = workflows.find(({ name }) => name === workflow)?.notices ?? {};
  const turn = { holder: call.awsRequestId, until: now() + call.getRemainingTimeInMillis() };
  const failed = await failedChunks(stores, ended);
  const option = `--stack ${stack}`;
  const hadTurn = await inTurn(table, workflow, turn, now, pause, async () => {
    const problems = await tellAll({
      ...{ stack, mode, sending, ended, templates },
      told: await ToldTable.read(table, workflow),
      tenants: new Map((await deployedTenants(stores.bucket)).map((tenant) => [tenant.id, tenant])),
      option,
      causesOf: (only) => causesOfEnd(ended, failed, option, only),
    });
    if (problems.length > 0) throw notSent(runId, problems);
  });
  if (!hadTurn) throw notSent(runId, [new Error("another call still tells about the workflow")]);
}

function notSent(runId: string, problems: readonly Error[]): NoticesNotSentError {
  const most = 20;
  const more = problems.length > most ? [`and ${problems.length - most} more`] : [];
  const lines = [...problems.slice(0, most).map(({ message }) => message), ...more];
  const message = `notices about the run ${runId} were not sent: ${lines.join("; ")}`;
  return new NoticesNotSentError("BL-H044", message, { cause: new AggregateError(problems) });
}

/** Who starts a run by hand sees why it could not begin. */
function isSeenByItsStarter({ run, tenants }: EndedRun, event: ExecutionEvent): boolean {
  return run.plannedAt === undefined && tenants.size === 0 && !isScheduled(event);
}
