import { must } from "@batchline/diagnostics";
import type { RunRecord } from "../../contract/records.ts";
import { regionOf } from "../../runs/costs/cost-estimate.ts";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import { type OpenRun, openRun } from "../../runs/records/open-run.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import { queueOf } from "../../workflow-kit/at-deploy/stage-queue.ts";
import { RefusedRequestError } from "../errors.ts";
import type { MissingRights } from "../from-records/actions.ts";
import { runViewOf } from "../from-records/run-view.ts";
import type { RunName } from "../server/page-source.ts";
import type { RunStatus, RunView } from "../view.ts";
import { ceilingOf } from "./ceiling.ts";
import { ifAllowed } from "./if-allowed.ts";
import { ExecutedMachine } from "./machine.ts";
import { plannedTenants } from "./planned-tenants.ts";

/** So many records of stages are read before a run is first shown: in some ten requests. */
const fewRecords = 1000;

/** A run that is read again and again. What cannot change is read once. */
export class RunFeed {
  readonly #stack: Stack;
  readonly #name: RunName;
  readonly #missing: () => Promise<MissingRights>;
  readonly #isPatient: boolean;
  #hasRead = false;
  #open: OpenRun | undefined;
  #machine: { readonly of: string; readonly drawn: ExecutedMachine } | undefined;
  #planned: { readonly of: string | undefined; readonly tenants: Promise<readonly string[]> } | undefined;
  #ceiling: Promise<number | undefined> | undefined;

  /**
   * @param missing The rights that the caller is known to lack.
   * @param isPatient Whether the first reading is a whole one. Otherwise it leaves out the chunks of a large run, to be quick.
   */
  constructor(stack: Stack, name: RunName, missing: () => Promise<MissingRights>, isPatient: boolean) {
    this.#isPatient = isPatient;
    this.#stack = stack;
    this.#name = name;
    this.#missing = missing;
  }

  /** Reads what may have changed. @throws RefusedRequestError with 404 if there is no such run; errors of AWS */
  async read(): Promise<RunView> {
    const { workflow, runId } = this.#name;
    const open = await this.open();
    const { run } = open;
    const execution = await open.execution();
    if (run === undefined && execution === undefined)
      throw new RefusedRequestError(404, "BL-D003", `there is no run ${runId} of ${workflow}`);
    const records = (run?.chunks ?? 0) * open.stages.length;
    const hasChunks = this.#isPatient || this.#hasRead || records <= fewRecords;
    this.#hasRead = true;
    const [tenants, chunks, planned, ceiling, machine, missing] = await Promise.all([
      open.tenants(),
      run === undefined || !hasChunks ? [] : open.table.chunks(run.chunks, open.stages),
      this.#plannedTenants(open),
      this.#ceilingOf(open),
      this.#machineOf(open).view(),
      this.#missing(),
    ]);
    const startedAt = run?.startedAt ?? must(execution?.startDate, "an execution has a start").toISOString();
    const endedAt = run?.endedAt ?? execution?.stopDate?.toISOString();
    const listed: ListedRun = {
      ...{ workflow, runId, startedAt, status: statusOf(execution?.status, run) },
      ...(endedAt !== undefined && { endedAt }),
      ...(run !== undefined && { record: run }),
    };
    const { plan, stages } = open;
    const { option, outputs } = this.#stack;
    return runViewOf(
      { run, plan, stages, tenants, chunks, planned, hasChunks, readAt: new Date() },
      { listed, option, ceiling, machine, missing, region: regionOf(outputs) },
    );
  }

  /** With the run as it is now. Opened again after each new plan: a rerun has one of its own. */
  async open(): Promise<OpenRun> {
    const { workflow, runId } = this.#name;
    if (this.#stack.outputs.stateMachines[workflow] === undefined)
      throw new RefusedRequestError(404, "BL-D003", `the stack has no workflow ${workflow}`);
    const open = this.#open;
    const run = await open?.table.run();
    const isPlanned = run?.execution === open?.run?.execution && run?.plannedAt === open?.run?.plannedAt;
    if (open !== undefined && isPlanned) return { ...open, run };
    this.#open = await openRun(this.#stack, workflow, runId);
    return this.#open;
  }

  #plannedTenants({ plan, run }: OpenRun): Promise<readonly string[]> {
    const manifest = plan?.manifest ?? run?.manifest;
    if (this.#planned === undefined || this.#planned.of !== manifest) {
      const { clients, outputs } = this.#stack;
      const none = Promise.resolve([]);
      const tenants =
        manifest === undefined ? none : plannedTenants(clients.s3, outputs.platformBucket, manifest);
      this.#planned = { of: manifest, tenants };
    }
    return this.#planned.tenants;
  }

  #ceilingOf({ plan }: OpenRun): Promise<number | undefined> {
    const [stage = {}] = Object.values(plan?.stages ?? {});
    this.#ceiling ??= ifAllowed(() => ceilingOf(this.#stack, queueOf(stage)));
    return this.#ceiling;
  }

  #machineOf({ executionArn }: OpenRun): ExecutedMachine {
    if (this.#machine?.of !== executionArn) {
      const drawn = new ExecutedMachine(this.#stack.clients.sfn, executionArn);
      this.#machine = { of: executionArn, drawn };
    }
    return this.#machine.drawn;
  }
}

/** In Step Functions' words; of an execution that is gone, the record's. */
function statusOf(status: string | undefined, run: RunRecord | undefined): RunStatus {
  switch (status) {
    case "SUCCEEDED":
    case "FAILED":
    case "TIMED_OUT":
    case "ABORTED":
      return status;
    case undefined:
      return run?.status ?? "RUNNING";
    default:
      return "RUNNING";
  }
}
