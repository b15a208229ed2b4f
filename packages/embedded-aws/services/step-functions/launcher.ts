import { randomUUID } from "node:crypto";
import type { ItemProcessor, StateMachineDefinition } from "@batchline/asl";
import { MapRun, type MapRunRequest, StateError } from "@batchline/state-machines";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { Execution, type ExecutionOptions } from "./execution.ts";
import { SdkSession } from "./integrations/sdk/session.ts";
import { executionArn, type StateMachine } from "./state-machine.ts";
import type { Store } from "./store.ts";

export interface LauncherOptions
  extends Pick<ExecutionOptions, "clock" | "evaluator" | "random" | "region" | "surroundings" | "watch"> {
  readonly identity: Pick<Identity, "credentialsFor" | "openSession" | "authorise">;
  /** The gateway's URL, needed when an execution starts. */
  readonly endpoint: () => string;
  readonly store: Store;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: an Express execution may take five minutes. */
function expressLimited(processor: ItemProcessor): StateMachineDefinition {
  return { ...processor, TimeoutSeconds: 300 };
}

/** Starts and stores executions, and Map Runs with theirs. */
export class Launcher {
  readonly #options: LauncherOptions;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  start(machine: StateMachine, name: string, input: string): Execution {
    const { endpoint, region, identity } = this.#options;
    const session = { region, identity, roleArn: machine.roleArn, sessionName: name };
    return this.#launch(machine, name, input, {
      openSession: () => new SdkSession({ ...session, endpoint: endpoint() }),
    });
  }

  #launch(
    machine: StateMachine,
    name: string,
    input: string,
    more: Pick<ExecutionOptions, "openSession" | "mapRunArn">,
  ): Execution {
    const execution = new Execution({
      ...this.#options,
      machine,
      name,
      input,
      startMapRun: (...mapRun) => this.#startMapRun(...mapRun),
      ...more,
    });
    this.#options.store.executions.set(execution.arn, execution);
    return execution;
  }

  #startMapRun(
    parent: Execution,
    { label, processor, ...limits }: MapRunRequest,
    session: SdkSession,
  ): MapRun {
    const { clock, store } = this.#options;
    const { machine } = parent;
    const isExpress = processor.ProcessorConfig?.ExecutionType === "EXPRESS";
    const mayStart = () => this.#check(parent, "states:StartExecution", machine.arn);
    mayStart();
    const childMachine: StateMachine = {
      ...machine,
      name: `${machine.name}/${label}`,
      arn: `${machine.arn}/${label}`,
      definition: JSON.stringify(processor),
      parsed: isExpress ? expressLimited(processor) : processor,
    };
    const arn = `${machine.arn.replace(":stateMachine:", ":mapRun:")}/${label}:${randomUUID()}`;
    const mapRun = new MapRun({
      ...limits,
      arn,
      executionArn: parent.arn,
      startDate: new Date(clock.now()),
      // Express children are started again.
      checkRedrive: isExpress
        ? mayStart
        : () => this.#check(parent, "states:RedriveExecution", executionArn(childMachine.arn, "*")),
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
   * A machine with a distributed Map must be allowed to start itself, and to redrive the children.
   * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
   */
  #check({ machine, name }: Execution, action: string, resource: string): void {
    const { identity } = this.#options;
    const { principal } = identity.openSession(machine.roleArn, name);
    try {
      identity.authorise(principal, action, resource);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      throw new StateError("States.Permissions", cause.message);
    }
  }
}
