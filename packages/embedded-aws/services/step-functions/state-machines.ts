import { randomUUID } from "node:crypto";
import type { HistoryEvent, LoggingConfiguration } from "@aws-sdk/client-sfn";
import { type DefinitionProblem, InvalidDefinitionError, isWarning, problemsIn } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import type { EndedExecutions } from "./ended-executions.ts";
import type { Execution } from "./execution.ts";
import { checkIntegrations } from "./integrations/check.ts";
import type { ServiceCalls } from "./integrations/service-calls.ts";
import type { StateMachine, StateMachineSpec } from "./state-machine.ts";
import type { Store } from "./store.ts";

interface Parts {
  readonly store: Store;
  readonly calls: readonly ServiceCalls[];
  readonly clock: Clock;
  readonly identity: Pick<Identity, "serviceMayAssume">;
  readonly ended: Pick<EndedExecutions, "remove"> | undefined;
}

type Problems = readonly DefinitionProblem[];

export type StateMachineChanges = Partial<
  Pick<StateMachineSpec, "definition" | "roleArn" | "loggingConfiguration" | "tags">
>;

/** Creates, changes and deletes state machines. Running executions keep the definition and role that they started with. */
export class StateMachines {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Creates a machine; the same one again is the same. Throws InvalidDefinitionError, and AwsError for what AWS refuses.
   * @param problems The definition's and its tasks', if they are known.
   */
  create(spec: StateMachineSpec, problems?: Problems): StateMachine {
    const { store, clock } = this.#parts;
    const existing = store.machines.get(spec.arn);
    if (existing !== undefined) {
      mustBeActive(existing);
      if (isSame(existing, spec)) return existing;
      throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${spec.arn}'`);
    }
    const now = new Date(clock.now());
    const dates = { createdAt: now, updatedAt: now };
    return this.#put({ ...spec, ...dates, parsed: this.#checked(spec, problems), status: "ACTIVE" });
  }

  /** Throws as `create` does, and for an unknown machine. */
  update(arn: string | undefined, changes: StateMachineChanges, problems?: Problems): StateMachine {
    const before = this.#parts.store.machine(arn);
    mustBeActive(before);
    const after = { ...before, ...changes };
    const parsed = this.#checked(after, changes.definition === undefined ? [] : problems);
    const isRevised = after.definition !== before.definition || after.roleArn !== before.roleArn;
    const revisionId = isRevised ? randomUUID() : (before.revisionId ?? randomUUID());
    return this.#put({ ...after, parsed, revisionId, updatedAt: new Date(this.#parts.clock.now()) });
  }

  /** Replaces the tags. Throws for an unknown machine. */
  tag(arn: string, tags: Readonly<Record<string, string>>): void {
    this.#put({ ...this.#parts.store.machine(arn), tags });
  }

  /**
   * Its executions end at their next state transition. Resolves when they have ended, and the machine is gone with them.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
   */
  async delete(arn: string): Promise<void> {
    const { store } = this.#parts;
    const machine = store.machines.get(arn);
    if (machine === undefined) return;
    this.#put({ ...machine, status: "DELETING" });
    for (;;) {
      const running = store.executionsOf(arn).filter(({ status }) => status === "RUNNING");
      if (running.length === 0) break;
      await Promise.all(running.map((execution) => execution.settled()));
    }
    const gone = store.remove(arn);
    this.#parts.ended?.remove(gone);
  }

  /** Ends an execution that enters a state while its machine is being deleted. */
  onEvent(execution: Execution, { type }: HistoryEvent): void {
    if (!type?.endsWith("StateEntered")) return;
    if (this.#parts.store.isDeleting(execution.machine.arn)) execution.stop();
  }

  #put(machine: StateMachine): StateMachine {
    this.#parts.store.machines.set(machine.arn, machine);
    return machine;
  }

  #checked(
    { type = "STANDARD", arn, definition, roleArn, loggingConfiguration }: StateMachineSpec,
    problems?: Problems,
  ): StateMachine["parsed"] {
    if (type !== "STANDARD")
      throw new InvalidDefinitionError([
        {
          code: "BL-L002",
          path: "type",
          message: `the embedded AWS has STANDARD state machines only, not ${type}`,
        },
      ]);
    checkLogging(loggingConfiguration);
    refuse((problems ?? problemsIn(definition)).filter((problem) => !isWarning(problem)));
    const parsed: StateMachine["parsed"] = JSON.parse(definition);
    if (problems === undefined) refuse(checkIntegrations(parsed, this.#parts.calls));
    if (this.#parts.identity.serviceMayAssume(roleArn, "states.amazonaws.com", arn)) return parsed;
    throw new AwsError(
      "AccessDeniedException",
      "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
    );
  }
}

function refuse([first, ...rest]: Problems): void {
  if (first !== undefined) throw new InvalidDefinitionError([first, ...rest]);
}

function checkLogging({ level = "OFF", destinations = [] }: LoggingConfiguration = {}): void {
  if (level === "OFF" || destinations.length === 1) return;
  throw new AwsError(
    "InvalidLoggingConfiguration",
    "Invalid Logging Configuration: Must specify exactly one Log Destination.",
  );
}

/** Throws StateMachineDeleting while a machine is being deleted. */
export function mustBeActive({ arn, status }: StateMachine): void {
  if (status === "DELETING")
    throw new AwsError("StateMachineDeleting", `State Machine is being deleted: '${arn}'`);
}

/** As AWS compares them: the role does not count. */
function isSame(existing: StateMachine, spec: StateMachineSpec): boolean {
  const relevant = ({ definition, type = "STANDARD", loggingConfiguration }: StateMachineSpec) =>
    JSON.stringify([definition, type, loggingConfiguration]);
  return relevant(existing) === relevant(spec);
}
