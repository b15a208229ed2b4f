import type { Json } from "@batchline/asl";
import type { Connector } from "../execution/connector.ts";
import type { Thread } from "../execution/thread.ts";
import { payload, type StateError } from "../state-error.ts";
import { whole } from "./history.ts";

/** Records one try of a task with the events of its kind: Task… or LambdaFunction… */
export class TaskEvents {
  readonly #thread: Thread;
  readonly #connector: Connector;
  readonly #region: string;

  constructor(thread: Thread, connector: Connector, region: string) {
    this.#thread = thread;
    this.#connector = connector;
    this.#region = region;
  }

  scheduled(parameters: string, timeoutInSeconds?: number, heartbeatInSeconds?: number): void {
    const limits = {
      ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }),
      ...(heartbeatInSeconds === undefined ? {} : { heartbeatInSeconds }),
    };
    if (this.#lambda) {
      this.#thread.record("LambdaFunctionScheduled", {
        lambdaFunctionScheduledEventDetails: {
          resource: this.#connector.resource,
          input: parameters,
          inputDetails: whole,
          ...limits,
        },
      });
    } else {
      this.#thread.record("TaskScheduled", {
        taskScheduledEventDetails: { ...this.#resource, region: this.#region, parameters, ...limits },
      });
    }
  }

  started(): void {
    if (this.#lambda) this.#thread.record("LambdaFunctionStarted");
    else this.#thread.record("TaskStarted", { taskStartedEventDetails: this.#resource });
  }

  submitted(answer: Json): void {
    this.#thread.record("TaskSubmitted", {
      taskSubmittedEventDetails: { ...this.#resource, output: JSON.stringify(answer), outputDetails: whole },
    });
  }

  /** Throws States.DataLimitExceeded when the result is larger than 256 KiB. */
  succeeded(result: Json): void {
    const output = payload(result, this.#lambda ? this.#connector.resource : this.#connector.resourceType);
    const details = { output, outputDetails: whole };
    if (this.#lambda) {
      this.#thread.record("LambdaFunctionSucceeded", { lambdaFunctionSucceededEventDetails: details });
    } else {
      this.#thread.record("TaskSucceeded", { taskSucceededEventDetails: { ...this.#resource, ...details } });
    }
  }

  failed(failure: StateError): void {
    const timedOut = failure.error === "States.Timeout";
    const details = failure.details();
    if (this.#lambda) {
      if (timedOut)
        this.#thread.record("LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: details });
      else this.#thread.record("LambdaFunctionFailed", { lambdaFunctionFailedEventDetails: details });
      return;
    }
    const event = { ...this.#resource, ...details };
    if (timedOut) this.#thread.record("TaskTimedOut", { taskTimedOutEventDetails: event });
    else this.#thread.record("TaskFailed", { taskFailedEventDetails: event });
  }

  get #lambda(): boolean {
    return this.#connector.events === "LambdaFunction";
  }

  get #resource(): { resourceType: string; resource: string } {
    const { resourceType, resource } = this.#connector;
    return { resourceType, resource };
  }
}
