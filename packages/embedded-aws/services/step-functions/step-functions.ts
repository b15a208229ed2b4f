import { randomUUID } from "node:crypto";
import { type DefinitionProblem, InvalidDefinitionError, parseDefinition } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { Evaluator, unlessAborted } from "@batchline/state-machines";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { Execution } from "./execution.ts";
import { checkIntegrations } from "./integrations/check.ts";
import type { ServiceCalls, WaitForJob } from "./integrations/service-calls.ts";
import { Launcher } from "./launcher.ts";
import { executionOperations } from "./operations/executions.ts";
import { mapRunOperations } from "./operations/map-runs.ts";
import { stateMachineOperations } from "./operations/state-machines.ts";
import { taskTokenOperations } from "./operations/task-tokens.ts";
import type { StateMachineSpec } from "./state-machine.ts";
import { Store } from "./store.ts";
import { TaskTokens } from "./task-tokens.ts";
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
  /** Called when an execution starts, ends or is redriven, also for Map Runs. */
  readonly onExecutionStatus?: (execution: Execution) => void;
}

/** Runs JSONata state machines. Tasks call services over the wire, with the machine's role. */
export class StepFunctions {
  readonly service: Service;
  readonly #options: StepFunctionsOptions;
  readonly #store = new Store();

  constructor(options: StepFunctionsOptions) {
    this.#options = options;
    const { clock, identity, region, endpoint, calls, waitForJob, random = Math.random, logs } = options;
    const tokens = new TaskTokens(clock);
    const { onExecutionStatus } = options;
    const launcher = new Launcher({
      clock,
      identity,
      region,
      endpoint,
      random,
      store: this.#store,
      evaluator: new Evaluator(clock),
      surroundings: {
        calls,
        clock,
        tokens,
        waitForJob,
        waitForExecution: (arn, signal) => unlessAborted(this.#store.execution(arn).ended, signal),
      },
      watch: {
        onEvent: (execution, event) => logs && writeLog(logs, execution, event),
        onStatus: onExecutionStatus,
      },
    });
    this.service = awsJsonService({
      signingName: "states",
      version: "1.0",
      operations: {
        ...executionOperations(this.#store, clock, (...execution) => launcher.start(...execution)),
        ...mapRunOperations(this.#store),
        ...stateMachineOperations(this.#store),
        ...taskTokenOperations(tokens),
      },
    });
  }

  /** Creates or replaces a state machine. Running executions keep their definition. Throws InvalidDefinitionError. */
  createStateMachine(spec: StateMachineSpec): void {
    const { type = "STANDARD", arn, roleArn } = spec;
    const refuse = (path: string, message: string): never => {
      throw new InvalidDefinitionError([{ code: "BL-L002", path, message }]);
    };
    if (type !== "STANDARD") refuse("type", `the embedded AWS has STANDARD state machines only, not ${type}`);
    const parsed = parseDefinition(spec.definition);
    const [first, ...rest]: DefinitionProblem[] = checkIntegrations(parsed, this.#options.calls);
    if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
    if (!this.#options.identity.serviceMayAssume(roleArn, "states.amazonaws.com"))
      refuse(
        "roleArn",
        `the service principal states.amazonaws.com is not authorized to assume ${roleArn}; its trust policy must allow it`,
      );
    const createdAt = this.#store.machines.get(arn)?.createdAt ?? new Date(this.#options.clock.now());
    this.#store.machines.set(arn, { ...spec, parsed, createdAt, revisionId: randomUUID() });
  }

  /** Aborts every execution. Resolves when all their work has ended. */
  async stop(): Promise<void> {
    const executions = [...this.#store.executions.values()];
    for (const execution of executions) {
      execution.stop("States.Aborted", "The embedded AWS was stopped.");
    }
    await Promise.all(executions.map((execution) => execution.settled()));
  }
}
