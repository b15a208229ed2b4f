import type { Value } from "../expression/types.ts";

/** The fields that messages of SNS and of SQS share. */
export interface MessageFields {
  readonly MessageAttributes?: Readonly<
    Record<string, { readonly DataType: "Number" | "String"; readonly StringValue: Value<string> }>
  >;
  /** For FIFO topics and queues only. */
  readonly MessageGroupId?: Value<string>;
  /** For FIFO topics and queues only. */
  readonly MessageDeduplicationId?: Value<string>;
}
