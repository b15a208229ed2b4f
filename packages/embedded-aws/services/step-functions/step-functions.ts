import type { Clock } from "@batchline/clock";
import { Evaluator, type SideThread, unlessAborted } from "@batchline/state-machines";
import { validationError } from "../../host/gateway/input-check.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { LogStore } from "../logs/log-store.ts";
import { coverage } from "./coverage.ts";
import { definitionProblems } from "./definition-check.ts";
import type { EndedExecutions } from "./ended-executions.ts";
import type { Execution } from "./execution.ts";
import type { ServiceCalls, WaitForJob } from "./integrations/service-calls.ts";
import type { KnownExecution } from "./known-execution.ts";
import { Launcher } from "./launcher.ts";
import { executionOperations } from "./operations/executions.ts";
import { mapRunOperations } from "./operations/map-runs.ts";
import { stateMachineOperations } from "./operations/state-machines.ts";
import { tagOperations } from "./operations/tags.ts";
import { taskTokenOperations } from "./operations/task-tokens.ts";
import { testStateOperation } from "./operations/test-state.ts";
import { validationOperation } from "./operations/validation.ts";
import type { StateMachineSpec } from "./state-machine.ts";
import { type StateMachineChanges, StateMachines } from "./state-machines.ts";
import { Store } from "./store.ts";
import { TaskTokens } from "./task-tokens.ts";
import { StateTester } from "./test-state/state-tester.ts";
import { writeLog } from "./vended-logs.ts";

export interface StepFunctionsOptions {
  readonly clock: Clock;
  readonly identity: Pick<Identity, "credentialsFor" | "openSession" | "authorise" | "serviceMayAssume">;
  readonly region: string;
  /** The gateway's URL, needed when an execution starts. */
  readonly endpoint: () => string;
  readonly calls: readonly ServiceCalls[];
  readonly waitForJob: WaitForJob;
  /** Numbers in [0, 1) for the jitter of retries; Math.random by default. */
  readonly random?: () => number;
  /** Receives the events of machines with a loggingConfiguration. */
  readonly logs?: Pick<LogStore, "put">;
  /** Evaluates and checks what would hold the process. Without it that is done in place. */
  readonly thread?: SideThread;
  /** Keeps what has ended for the next session. @default it is gone with the session */
  readonly ended?: EndedExecutions;
  /** Called when an execution starts, ends or is redriven, also for Map Runs. */
  readonly onExecutionStatus?: (execution: Execution) => void;
}

/** Runs JSONata state machines. Tasks call services over the wire, with the machine's role. */
export class StepFunctions {
  readonly service: Service;
  readonly #machines: StateMachines;
  readonly clock: Clock;
  readonly #store = new Store();
  readonly #thread: SideThread | undefined;
  readonly #ended: EndedExecutions | undefined;

  constructor(options: StepFunctionsOptions) {
    const { clock, identity, region, endpoint, calls, waitForJob, random = Math.random, logs } = options;
    this.clock = clock;
    this.#thread = options.thread;
    this.#ended = options.ended;
    this.#machines = new StateMachines({ store: this.#store, calls, clock, identity, ended: options.ended });
    const tokens = new TaskTokens(clock);
    const { onExecutionStatus } = options;
    const parts = {
      clock,
      identity,
      region,
      endpoint,
      random,
      evaluator: new Evaluator(clock, options.thread),
      surroundings: {
        calls,
        clock,
        tokens,
        waitForJob,
        waitForExecution: (arn: string, signal: AbortSignal) =>
          unlessAborted(this.#store.execution(arn).ended, signal),
      },
    };
    const launcher = new Launcher({
      ...parts,
      store: this.#store,
      watch: {
        onEvent: (execution, event) => {
          if (logs !== undefined) writeLog(logs, execution, event);
          this.#machines.onEvent(execution, event);
        },
        onStatus: (execution) => {
          onExecutionStatus?.(execution);
          if (execution.status !== "RUNNING") void execution.settled().then(() => this.#keep(execution));
        },
      },
    });
    const problemsOf = (text: string) => definitionProblems(text, calls, options.thread);
    this.service = awsJsonService({
      signingName: "states",
      check: { model: "stepfunctions", coverage, frame: validationError("ValidationException") },
      version: "1.0",
      operations: {
        ...executionOperations(this.#store, clock, (...execution) => launcher.start(...execution)),
        ...mapRunOperations(this.#store),
        ...stateMachineOperations(this.#store, this.#machines, region, problemsOf),
        ...validationOperation(problemsOf),
        ...tagOperations(this.#store, this.#machines),
        ...taskTokenOperations(tokens),
        ...testStateOperation(new StateTester({ ...parts, thread: options.thread })),
      },
    });
  }

  /** Adds the executions that ended in earlier sessions. */
  async restoreEnded(): Promise<void> {
    const { executions = [], mapRuns = [] } = (await this.#ended?.load()) ?? {};
    for (const execution of executions) this.#store.executions.set(execution.arn, execution);
    for (const mapRun of mapRuns) this.#store.mapRuns.set(mapRun.arn, mapRun);
  }

  /** Throws InvalidDefinitionError, and AwsError for what AWS refuses. */
  createStateMachine(spec: StateMachineSpec): void {
    this.#machines.create(spec);
  }

  /** Running executions keep their definition and role. Throws as createStateMachine does. */
  updateStateMachine(arn: string, changes: StateMachineChanges): void {
    this.#machines.update(arn, changes);
  }

  hasStateMachine(arn: string): boolean {
    return this.#store.machines.has(arn);
  }

  /** Resolves when the machine's executions have ended, at their next state transition, and it is gone. */
  deleteStateMachine(arn: string): Promise<void> {
    return this.#machines.delete(arn);
  }

  /** Aborts every execution. Resolves when all their work has ended. */
  async stop(): Promise<void> {
    const executions = [...this.#store.executions.values()];
    for (const execution of executions) {
      execution.stop("States.Aborted", "The embedded AWS was stopped.");
    }
    // An evaluation in the thread may take seconds: an execution would wait for it.
    await this.#thread?.close();
    await Promise.all(executions.map((execution) => execution.settled()));
    for (const execution of executions) this.#keep(execution);
    await this.#ended?.written();
  }

  #keep(execution: KnownExecution): void {
    this.#ended?.keep(execution, this.#store.mapRunsOf(execution.arn));
  }
}
