import { randomUUID } from "node:crypto";
import { type DefinitionProblem, InvalidDefinitionError, parseDefinition } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { Evaluator, unlessAborted } from "@batchline/state-machines";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { Execution } from "./execution.ts";
import { checkIntegrations } from "./integrations/check.ts";
import type { CredentialSource } from "./integrations/sdk/session.ts";
import type { ServiceCalls, WaitForJob } from "./integrations/service-calls.ts";
import { Launcher, type RoleSessions } from "./launcher.ts";
import { executionOperations } from "./operations/executions.ts";
import { historyOperations } from "./operations/history.ts";
import { mapRunOperations } from "./operations/map-runs.ts";
import { stateMachineOperations } from "./operations/state-machines.ts";
import { taskTokenOperations } from "./operations/task-tokens.ts";
import type { StateMachineSpec } from "./state-machine.ts";
import { Store } from "./store.ts";
import { TaskTokens } from "./task-tokens.ts";
import { type LogSink, writeLog } from "./vended-logs.ts";

/** The part of Identity that Step Functions needs. */
export interface RoleSource extends CredentialSource, RoleSessions {
  serviceMayAssume(roleArn: string, service: string): boolean;
}

export interface StepFunctionsOptions {
  readonly clock: Clock;
  readonly identity: RoleSource;
  readonly region: string;
  /** Where tasks call services. Asked at each execution's start, so the gateway may start after this. */
  readonly endpoint: () => string;
  /** The services that tasks can call. */
  readonly calls: readonly ServiceCalls[];
  readonly waitForJob: WaitForJob;
  /** Numbers in [0, 1) for the jitter of retries; Math.random by default. */
  readonly random?: () => number;
  /** Receives the events of machines with a loggingConfiguration. */
  readonly logs?: LogSink;
  /** Called when an execution starts, ends or is redriven, those of Map Runs too. */
  readonly onExecutionStatus?: (execution: Execution) => void;
}

/** Step Functions of the embedded AWS: runs JSONata state machines. Tasks call services over the wire, with the machine's role. */
export class StepFunctions {
  /** Behind the gateway, as `states`. */
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
        ...(logs === undefined ? {} : { onEvent: (execution, event) => writeLog(logs, execution, event) }),
        ...(onExecutionStatus === undefined ? {} : { onStatus: onExecutionStatus }),
      },
    });
    this.service = awsJsonService({
      signingName: "states",
      version: "1.0",
      operations: {
        ...executionOperations(this.#store, clock, (machine, name, input) =>
          launcher.start(machine, name, input),
        ),
        ...historyOperations(this.#store),
        ...mapRunOperations(this.#store),
        ...stateMachineOperations(this.#store),
        ...taskTokenOperations(tokens),
      },
    });
  }

  /**
   * Creates a state machine, or replaces the one of that ARN; executions under way keep their definition. Throws
   * InvalidDefinitionError with every problem, and what Identity throws for a role that does not exist.
   */
  createStateMachine(spec: StateMachineSpec): void {
    const { type = "STANDARD", arn, roleArn } = spec;
    const refuse = (path: string, message: string): never => {
      throw new InvalidDefinitionError([{ code: "BL-L002", path, message }]);
    };
    if (type !== "STANDARD") {
      refuse("type", `the embedded AWS has STANDARD state machines only, not ${type}`);
    }
    const parsed = parseDefinition(spec.definition);
    const [first, ...rest]: DefinitionProblem[] = checkIntegrations(parsed, this.#options.calls);
    if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
    if (!this.#options.identity.serviceMayAssume(roleArn, "states.amazonaws.com")) {
      refuse(
        "roleArn",
        `the service principal states.amazonaws.com is not authorized to assume ${roleArn}; its trust policy must allow it`,
      );
    }
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
