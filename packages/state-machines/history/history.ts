import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import { StateError } from "../state-error.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxEvents = 25_000;

/** The details of an event, for example `{ stateEnteredEventDetails: { … } }`. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">;

/**
 * An execution's events in their order, as GetExecutionHistory returns them.
 * @example new History(clock).record("ExecutionStarted", 0)
 */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: Clock;
  readonly #onEvent: (event: HistoryEvent) => void;

  constructor(clock: Clock, onEvent: (event: HistoryEvent) => void = () => {}) {
    this.#clock = clock;
    this.#onEvent = onEvent;
  }

  /**
   * Appends an event and returns its id. `previousEventId` is the event that led to it, 0 for none. The last of 25,000 events
   * is reserved for the execution's end; any other event there throws States.Runtime.
   */
  record(type: HistoryEventType, previousEventId: number, details: EventDetails = {}): number {
    const ending = type.startsWith("Execution");
    if (this.events.length >= maxEvents - 1 && !ending) {
      throw new StateError(
        "States.Runtime",
        `The execution reached the maximum number of history events (${maxEvents}).`,
      );
    }
    const id = this.events.length + 1;
    const event = { timestamp: new Date(this.#clock.now()), type, id, previousEventId, ...details };
    this.events.push(event);
    this.#onEvent(event);
    return id;
  }
}

/** The details of data that is never cut off. */
export const whole = { truncated: false } as const;

/** The fields of an event with the execution's data. */
const data = /^(input|output|parameters|assignedVariables)(Details)?$/;

/**
 * The event without the execution's data.
 * @example history.events.map(withoutData)
 */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const stripped = Object.entries(event).map(([field, value]) => [
    field,
    field.endsWith("EventDetails")
      ? Object.fromEntries(Object.entries({ ...value }).filter(([name]) => !data.test(name)))
      : value,
  ]);
  return Object.fromEntries(stripped);
}
