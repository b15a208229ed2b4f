import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { RunCauses } from "../../contract/causes.ts";
import { startRun } from "../../runs/control/start-run.ts";
import { regionOf } from "../../runs/costs/cost-estimate.ts";
import { listRuns } from "../../runs/records/list-runs.ts";
import { awsFailure } from "../../runs/stack/aws-failure.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import { RefusedRequestError } from "../errors.ts";
import type { MissingRights } from "../from-records/actions.ts";
import { commandsOfChunk, commandsOn } from "../from-records/commands.ts";
import { runRowOf } from "../from-records/run-row.ts";
import type { PageSource, RunName } from "../server/page-source.ts";
import type {
  ActionAnswer,
  ChunkView,
  MailView,
  RerunRequest,
  RunFilters,
  RunsView,
  RunView,
} from "../view.ts";
import { stageDetail } from "./chunk-detail.ts";
import { missingRights } from "./own-rights.ts";
import { Polled } from "./polled.ts";
import { RunFeed } from "./run-feed.ts";
import { WatchedRun } from "./watched-run.ts";

/** Runs in the list. */
const listed = 100;
/** Runs that nobody watches, but whose records stay in memory: a browser goes back and forth. */
const keptRuns = 3;
/** So many polls of a run under way fit between two polls of the list. */
const calmly = 10;
/** Milliseconds in which the effect of a rerun or a stop shows in the records. */
const actionMs = 60_000;

/** A deployed stack as the page's source of data.
 * @param name The stack's.
 * @param options.isPatient For a report: runs are read as a whole, and without what only buttons need. @default false
 * @example await startDashboard(new StackSource(stack, "prod")); */
export class StackSource implements PageSource {
  readonly #stack: Stack;
  readonly #name: string;
  readonly #runs = new Map<string, WatchedRun>();
  readonly #list: Polled<RunsView>;
  readonly #mail: Polled<MailView>;
  readonly #missing = new Map<string, Promise<MissingRights>>();
  readonly #isPatient: boolean;
  readonly #pollMs: number;

  constructor(stack: Stack, name: string, { isPatient = false }: { readonly isPatient?: boolean } = {}) {
    this.#isPatient = isPatient;
    this.#stack = stack;
    this.#name = name;
    // A page need not be as quick as a progress bar.
    this.#pollMs = stack.pollMs * 2;
    this.#list = new Polled({
      read: () => this.#listed({}),
      changed: { what: "changed" },
      pauseMs: () => this.#pollMs * calmly,
      digest: (view) => JSON.stringify(view),
    });
    this.#mail = new Polled({
      read: async () => ({ messages: (await stack.mailbox?.()) ?? [] }),
      changed: { what: "mail" },
      pauseMs: () => this.#pollMs * calmly,
      digest: ({ messages }) => messages.map(({ id }) => id).join(),
    });
  }

  async page() {
    const { outputs } = this.#stack;
    return {
      stack: this.#name,
      region: regionOf(outputs),
      workflows: Object.keys(outputs.stateMachines),
      isReport: false,
      hasMailbox: this.#stack.mailbox !== undefined,
    };
  }

  runs(filters: RunFilters): Promise<RunsView> {
    const isFiltered = Object.keys(filters).length > 0;
    return inWords(() => (isFiltered ? this.#listed(filters) : this.#list.readNow()));
  }

  run(name: RunName): Promise<RunView> {
    return inWords(() => this.#of(name).view.value());
  }

  causes(name: RunName): Promise<RunCauses> {
    return inWords(() => this.#of(name).causes());
  }

  chunk(name: RunName, chunk: number): Promise<ChunkView> {
    return inWords(async () => {
      const { feed, view } = this.#of(name);
      const [open, { matrix, tenants, run }] = await Promise.all([feed.open(), view.value()]);
      if (chunk >= matrix.chunks)
        throw new RefusedRequestError(404, "BL-D003", `the run has ${matrix.chunks} chunks, and no ${chunk}`);
      const records = await open.table.chunks([chunk], open.stages);
      const details = open.stages.map((stage) => {
        const record = records.find((each) => each.stage === stage);
        return stageDetail(this.#stack.clients.logs, stage, record, run.status !== "RUNNING");
      });
      const stages = await Promise.all(details);
      const tenant = tenants[matrix.tenantOf[chunk] ?? -1]?.tenant ?? "";
      const failed =
        stages.find(({ status }) => status === "failed") ?? stages.findLast(({ tries }) => tries.length > 0);
      const command = commandsOn(name.runId, this.#stack.option);
      return {
        ...{ chunk, tenant, stages },
        commands:
          failed === undefined ? [] : commandsOfChunk(command, { tenant, chunk, stage: failed.stage }),
      };
    });
  }

  mail(): Promise<MailView> {
    return this.#mail.readNow();
  }

  rerun(name: RunName, { tenants }: RerunRequest): Promise<ActionAnswer> {
    return this.#act(name, "rerun", async () => {
      const input = { resume: name.runId, ...(tenants !== undefined && { tenants }) };
      const { execution } = await startRun(this.#stack, name.workflow, input);
      return { done: `The execution ${execution} continues the run.` };
    });
  }

  stop(name: RunName): Promise<ActionAnswer> {
    return this.#act(name, "stop", async () => {
      const { executionArn } = await this.#of(name).feed.open();
      const stopped = new StopExecutionCommand({ executionArn, cause: "stopped on the page of runs" });
      await this.#stack.clients.sfn.send(stopped);
      return { done: "Its execution is stopped. The run is closed when its jobs have ended." };
    });
  }

  /** @throws RefusedRequestError with 409 if the run is not in a state for it */
  #act(name: RunName, action: "rerun" | "stop", act: () => Promise<ActionAnswer>): Promise<ActionAnswer> {
    return inWords(async () => {
      const { view } = this.#of(name);
      const { [action]: possible } = (await view.readNow()).actions;
      if (!possible.can) throw new RefusedRequestError(409, "BL-D006", possible.why);
      const done = await act();
      // The run's record changes when the planner, or the stop function, has written it.
      view.hurry(this.#pollMs, actionMs);
      return done;
    });
  }

  watch(name: RunName | undefined, onEvent: Parameters<PageSource["watch"]>[1]): () => void {
    const ends = [this.#list.listen(onEvent)];
    if (this.#stack.mailbox !== undefined) ends.push(this.#mail.listen(onEvent));
    if (name !== undefined) ends.push(this.#of(name).view.listen(onEvent));
    return () => {
      for (const end of ends) end();
    };
  }

  #of(name: RunName) {
    const key = JSON.stringify([name.workflow, name.runId]);
    const known = this.#runs.get(key);
    // The latest is the last, and the first ones are forgotten.
    this.#runs.delete(key);
    const run = known ?? this.#newRun(name);
    this.#runs.set(key, run);
    const idle = [...this.#runs].filter(([, { view }]) => !view.isPolled);
    for (const [old] of idle.slice(0, -keptRuns)) this.#runs.delete(old);
    return run;
  }

  #newRun(name: RunName): WatchedRun {
    const missing = () => this.#missingRights(name.workflow);
    return new WatchedRun(new RunFeed(this.#stack, name, missing, this.#isPatient), name, this.#pollMs);
  }

  #missingRights(workflow: string): Promise<MissingRights> {
    const machine = this.#stack.outputs.stateMachines[workflow];
    if (machine === undefined || this.#isPatient) return Promise.resolve({});
    const known = this.#missing.get(workflow) ?? missingRights(this.#stack, machine);
    this.#missing.set(workflow, known);
    return known;
  }

  async #listed({ since, ...filters }: RunFilters): Promise<RunsView> {
    const runs = await listRuns(this.#stack, {
      ...filters,
      ...(since !== undefined && { since: new Date(since) }),
      limit: listed + 1,
    });
    return {
      runs: runs.slice(0, listed).map((run) => runRowOf(run, regionOf(this.#stack.outputs))),
      hasMore: runs.length > listed,
      filters: { ...filters, ...(since !== undefined && { since }) },
    };
  }
}

/** Turns errors of AWS into errors with a code and a remedy. */
async function inWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw awsFailure(cause) ?? cause;
  }
}
