import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";
import { passingFaults } from "../transient-errors.ts";

/** Of an entry of PutEvents' request, in the spelling of Step Functions. */
export interface EventEntry {
  /** ARN of the bus. */
  readonly EventBusName: Value<string>;
  /** Who says so, for example `shop.orders`; `aws.` is reserved. */
  readonly Source: Value<string>;
  /** What kind of thing happened. */
  readonly DetailType: Value<string>;
  /** Any object. Step Functions adds the execution and the machine to the event's resources. */
  readonly Detail: AnyValue;
  readonly Resources?: readonly Value<string>[];
}

export interface PutEvents {
  readonly Entries: readonly { readonly EventId: string }[];
  readonly FailedEntryCount: number;
}

const resource = "arn:aws:states:::events:putEvents";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
export const eventsCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["Entries"],
    parameters: {
      EndpointId: true,
      Entries: [
        {
          Detail: true,
          DetailType: true,
          EventBusName: true,
          Resources: true,
          Source: true,
          Time: true,
          TraceHeader: true,
        },
      ],
    },
  },
};

/** Amazon EventBridge. */
export class Events {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Puts 1–10 events on their buses; fails with EventBridge.FailedEntry when one is not accepted. */
  putEvents(name: string, entries: readonly EventEntry[], options?: TaskOptions): Expr<PutEvents> {
    return this.#put(name, "", entries, options);
  }

  /** Puts events with a task token and waits until someone reports an `R` with it. */
  putEventsWithCallback<R>(
    name: string,
    entries: (taskToken: Expr<string>) => readonly EventEntry[],
    options?: TaskOptions,
  ): Expr<R> {
    return this.#put(name, waitForTaskToken, entries(taskToken), options);
  }

  #put<R>(name: string, pattern: string, entries: readonly EventEntry[], options?: TaskOptions): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("EventBridge.AmazonEventBridgeException", "EventBridge.SdkClientException"),
      ...options,
      resource: resource + pattern,
      arguments: toNode({ Entries: entries }),
      permissions: [
        {
          actions: ["events:PutEvents"],
          resources: entries.map(({ EventBusName }) => ({ arn: toNode(EventBusName) })),
        },
      ],
    });
  }
}
