import { permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import { Service, taskToken, type WithToken, waitForTaskToken } from "../service-base.ts";

interface EventEntry {
  /** ARN of the bus. */
  readonly EventBusName: Value<string>;
  /** The sender, for example `shop.orders`. Names that begin with `aws.` are reserved. */
  readonly Source: Value<string>;
  readonly DetailType: Value<string>;
  /** Any object. Step Functions adds the execution and the machine to the event's resources. */
  readonly Detail: AnyValue;
  readonly Resources?: readonly Value<string>[];
}

interface PutEvents {
  readonly Entries: readonly { readonly EventId: string }[];
  readonly FailedEntryCount: number;
}

export class Events extends Service {
  /** Puts 1–10 events on their buses. Fails with EventBridge.FailedEntry when a bus does not accept one.
   * @example m.events.putEvents("Emit", [{ EventBusName: bus, Source: "shop", DetailType: "Done", Detail: { id } }]) */
  putEvents(name: string, entries: readonly EventEntry[], options?: TaskOptions): Expr<PutEvents> {
    return this.#put(name, "", entries, options);
  }

  /** Puts events with a task token and waits until a receiver reports an `R` with it.
   * @example m.events.putEventsWithCallback<boolean>("Ask", (token) => [{ ...event, Detail: { token } }]) */
  putEventsWithCallback<R>(
    name: string,
    entries: WithToken<readonly EventEntry[]>,
    options?: TaskOptions,
  ): Expr<R> {
    return this.#put(name, waitForTaskToken, entries(taskToken), options);
  }

  #put<R>(name: string, pattern: string, entries: readonly EventEntry[], options?: TaskOptions): Expr<R> {
    return this.call(name, options, {
      integration: `events:putEvents${pattern}`,
      arguments: { Entries: entries },
      permissions: [permissionOn(["events:PutEvents"], ...entries.map(({ EventBusName }) => EventBusName))],
      transientErrors: ["EventBridge.AmazonEventBridgeException", "EventBridge.SdkClientException"],
    });
  }
}
