import { randomUUID } from "node:crypto";
import type { ItemProcessor, StateMachineDefinition } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { Evaluator, MapRunRequest } from "@batchline/state-machines";
import { MapRun, StateError } from "@batchline/state-machines";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Principal } from "../../host/identity/principal.ts";
import { Execution, type ExecutionOptions, type ExecutionWatch } from "./execution.ts";
import { type CredentialSource, SdkSession } from "./integrations/sdk/session.ts";
import type { StateMachine } from "./state-machine.ts";
import type { Store } from "./store.ts";

export interface LauncherOptions
  extends Pick<ExecutionOptions, "evaluator" | "random" | "region" | "surroundings"> {
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly identity: CredentialSource & RoleSessions;
  /** The gateway's URL, asked when an execution starts. */
  readonly endpoint: () => string;
  readonly store: Store;
  readonly watch: ExecutionWatch;
}

/** The part of Identity that checks what a role may do. */
export interface RoleSessions {
  openSession(roleArn: string, sessionName: string): { readonly principal: Principal };
  /** Throws AwsError. */
  authorise(principal: Principal, action: string, resource: string): void;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: an Express execution may take five minutes. */
function expressLimited(processor: ItemProcessor): StateMachineDefinition {
  return { ...processor, TimeoutSeconds: 300 };
}

/** Starts executions, and Map Runs with theirs, and stores them. */
export class Launcher {
  readonly #options: LauncherOptions;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  start(machine: StateMachine, name: string, input: string): Execution {
    const { endpoint, region, identity } = this.#options;
    return this.#launch(machine, name, input, {
      openSession: () =>
        new SdkSession({
          endpoint: endpoint(),
          region,
          identity,
          roleArn: machine.roleArn,
          sessionName: name,
        }),
    });
  }

  #launch(
    machine: StateMachine,
    name: string,
    input: string,
    more: Pick<ExecutionOptions, "openSession" | "mapRunArn">,
  ): Execution {
    const { clock, region, evaluator, random, surroundings, watch, store } = this.#options;
    const execution = new Execution({
      machine,
      name,
      input,
      clock,
      region,
      evaluator,
      random,
      surroundings,
      watch,
      startMapRun: (parent, request, session) => this.#startMapRun(parent, request, session),
      ...more,
    });
    store.executions.set(execution.arn, execution);
    return execution;
  }

  #startMapRun(
    parent: Execution,
    { label, processor, ...limits }: MapRunRequest,
    session: SdkSession,
  ): MapRun {
    const { clock, store } = this.#options;
    const { machine } = parent;
    this.#mayStartItself(parent);
    const childMachine: StateMachine = {
      ...machine,
      name: `${machine.name}/${label}`,
      arn: `${machine.arn}/${label}`,
      definition: JSON.stringify(processor),
      parsed: processor.ProcessorConfig?.ExecutionType === "EXPRESS" ? expressLimited(processor) : processor,
    };
    const arn = `${machine.arn.replace(":stateMachine:", ":mapRun:")}/${label}:${randomUUID()}`;
    const mapRun = new MapRun({
      ...limits,
      arn,
      executionArn: parent.arn,
      startDate: new Date(clock.now()),
      launch: (input) =>
        this.#launch(childMachine, randomUUID(), JSON.stringify(input), {
          openSession: () => session.shared(),
          mapRunArn: arn,
        }),
    });
    store.mapRuns.set(arn, mapRun);
    return mapRun;
  }
  /**
   * A machine with a distributed Map must be allowed to start itself.
   * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
   */
  #mayStartItself({ machine, name }: Execution): void {
    const { identity } = this.#options;
    const { principal } = identity.openSession(machine.roleArn, name);
    try {
      identity.authorise(principal, "states:StartExecution", machine.arn);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      throw new StateError("States.Permissions", cause.message);
    }
  }
}
