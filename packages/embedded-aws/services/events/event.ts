import { randomUUID } from "node:crypto";
import { accountId } from "../../host/identity/principal.ts";

/** An event, as rules and targets receive it. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** The sender's part of an event. */
export interface EventContent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[];
}

/** `at`: epoch milliseconds. */
export function busEvent(
  { source, detailType, detail, resources = [] }: EventContent,
  at: number,
  region: string,
): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: accountId,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources,
    detail,
  };
}
