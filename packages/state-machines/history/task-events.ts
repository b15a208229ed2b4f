import type { Json } from "@batchline/asl";
import { defined } from "@batchline/diagnostics";
import type { Connector } from "../execution/connector.ts";
import type { Thread } from "../execution/thread.ts";
import { payload, type StateError } from "../state-error.ts";
import { whole } from "./history.ts";

/** Records one try of a task with the events of its kind: Task… or LambdaFunction… */
export class TaskEvents {
  readonly #thread: Thread;
  readonly #connector: Connector;
  readonly #region: string;
  readonly #lambda: boolean;

  constructor(thread: Thread, connector: Connector, region: string) {
    this.#thread = thread;
    this.#connector = connector;
    this.#region = region;
    this.#lambda = connector.events === "LambdaFunction";
  }

  scheduled(
    parameters: string,
    {
      timeoutSeconds,
      heartbeatSeconds,
      roleArn,
    }: {
      readonly timeoutSeconds?: number | undefined;
      readonly heartbeatSeconds?: number | undefined;
      readonly roleArn?: string | undefined;
    } = {},
  ): void {
    const more = defined({
      timeoutInSeconds: timeoutSeconds,
      heartbeatInSeconds: heartbeatSeconds,
      taskCredentials: roleArn === undefined ? undefined : { roleArn },
    });
    const { resource } = this.#connector;
    const lambda = { resource, input: parameters, inputDetails: whole };
    this.#record("Scheduled", {
      ...(this.#lambda ? lambda : { region: this.#region, parameters }),
      ...more,
    });
  }

  started(): void {
    if (this.#lambda) this.#thread.record("LambdaFunctionStarted");
    else this.#record("Started", {});
  }

  submitted(answer: Json): void {
    this.#record("Submitted", { output: JSON.stringify(answer), outputDetails: whole });
  }

  /** Throws States.DataLimitExceeded when the result is larger than 256 KiB. */
  succeeded(result: Json): void {
    const { resource, resourceType } = this.#connector;
    // As on AWS, and unlike its documentation, these names catch it.
    const output = payload(result, this.#lambda ? resource : resourceType, [
      "States.ALL",
      "States.TaskFailed",
    ]);
    this.#record("Succeeded", { output, outputDetails: whole });
  }

  failed(failure: StateError): void {
    this.#record(failure.error === "States.Timeout" ? "TimedOut" : "Failed", failure.details());
  }

  #record(
    what: "Scheduled" | "Started" | "Submitted" | "Succeeded" | "TimedOut" | "Failed",
    details: object,
  ) {
    const { resourceType, resource } = this.#connector;
    if (what === "Submitted" || !this.#lambda) {
      const event = { [`task${what}EventDetails`]: { resourceType, resource, ...details } };
      this.#thread.record(`Task${what}`, event);
    } else {
      this.#thread.record(`LambdaFunction${what}`, { [`lambdaFunction${what}EventDetails`]: details });
    }
  }
}
