import { setTimeout as wait } from "node:timers/promises";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { type ItemChange, updateExpression } from "../../contract/dynamodb-expressions.ts";
import type { ItemKey } from "../../contract/get-in-batches.ts";

/** A condition on the existing item, as DynamoDB writes it. */
export interface Condition {
  readonly expression: string;
  /** Placeholder → name, for names that are reserved words. @default none */
  readonly names?: Readonly<Record<string, string>>;
  /** Placeholder → value. @default none */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A write of a transaction, or a condition on an item that the transaction does not write. */
export type Write =
  | { readonly put: ItemKey; readonly condition?: Condition }
  | { readonly update: ItemKey; readonly change: ItemChange; readonly condition?: Condition }
  | { readonly delete: ItemKey; readonly condition?: Condition }
  | { readonly check: ItemKey; readonly condition: Condition };

/** DynamoDB's limit. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const writesPerTransaction = 100;
/** Attempts at a write that meets other transactions, or a throttled table. The waits add up to about 45 s. */
const attempts = 16;
/** The longest wait between two attempts, in milliseconds. */
const longestWaitMs = 5_000;

/** The writes in the words of DynamoDB. */
export function transactItems(
  TableName: string,
  writes: readonly Write[],
): NonNullable<TransactWriteCommandInput["TransactItems"]> {
  return writes.map((write) => {
    if ("put" in write)
      return { Put: { TableName, Item: { ...write.put }, ...conditional(write.condition) } };
    if ("delete" in write)
      return { Delete: { TableName, Key: { ...write.delete }, ...conditional(write.condition) } };
    if ("check" in write) {
      const { expression: ConditionExpression } = write.condition;
      const check = { ...conditional(write.condition), ConditionExpression };
      return { ConditionCheck: { TableName, Key: { ...write.check }, ...check } };
    }
    return { Update: { TableName, Key: { ...write.update }, ...updating(write.change, write.condition) } };
  });
}

/** The parameters of an update. */
export function updating(change: ItemChange, condition: Condition | undefined) {
  const { expression: UpdateExpression, names, values } = updateExpression(change);
  return {
    UpdateExpression,
    ...(condition && { ConditionExpression: condition.expression }),
    ExpressionAttributeNames: { ...names, ...condition?.names },
    ExpressionAttributeValues: { ...values, ...condition?.values },
  };
}

/** The parameters of a condition. DynamoDB refuses empty ones. */
export function conditional(condition: Condition | undefined) {
  if (condition === undefined) return {};
  const { expression, names, values } = condition;
  return {
    ConditionExpression: expression,
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  };
}

/** The places of the writes whose conditions did not hold, if that cancelled the transaction; else undefined. */
export function refusedWrites(error: unknown): readonly number[] | undefined {
  const refused = cancellationCodes(error).flatMap((code, place) =>
    code === "ConditionalCheckFailed" ? [place] : [],
  );
  return refused.length === 0 ? undefined : refused;
}

/** Tries again what met another transaction on the same items, or was throttled within one. The SDK does not. @throws the last error */
export async function untilNoConflict<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (cause) {
      if (attempt === attempts || !isPassing(cause)) throw cause;
      await wait(Math.min(longestWaitMs, 100 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
    }
  }
}

const passing = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

function isPassing(error: unknown): boolean {
  if (error instanceof Error && error.name === "TransactionConflictException") return true;
  return cancellationCodes(error).some((code) => passing.has(code));
}

function cancellationCodes(error: unknown): readonly string[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).map(({ Code = "None" }) => Code);
}
