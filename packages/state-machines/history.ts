import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import type { Clock } from "@batchline/clock";
import { StateError } from "./state-error.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxEvents = 25_000;

/** What an event of a type says, for example `{ stateEnteredEventDetails: { … } }`. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">;

/** An execution's events in the order they happened, as GetExecutionHistory tells them. */
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
   * is kept for the execution's end: before it, anything else fails with States.Runtime.
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

/** Nothing is cut off here, whatever its size. */
export const whole = { truncated: false } as const;

/** What an event carries of the execution's data. */
const data = new Set([
  "input",
  "inputDetails",
  "output",
  "outputDetails",
  "parameters",
  "assignedVariables",
  "assignedVariablesDetails",
]);

/** The event as those see it who may not see the data. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const stripped = Object.entries(event).map(([field, value]) => [
    field,
    field.endsWith("EventDetails")
      ? Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !data.has(name)))
      : value,
  ]);
  return Object.fromEntries(stripped);
}
