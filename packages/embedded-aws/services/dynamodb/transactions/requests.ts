import type { Attributes } from "dynalite/db/index.js";
import type { KeyedRequest, Measured, PutRequest } from "../requests.ts";

/** Checked requests of transactions. */
export interface TransactionRequests {
  readonly TransactGetItems: TransactGetItems;
  readonly TransactWriteItems: TransactWriteItems;
}

export interface TransactGetItems extends Measured {
  readonly TransactItems: readonly { readonly Get: KeyedRequest }[];
}

export interface TransactWriteItems extends Measured {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
}

/** It has exactly one of them. */
export interface TransactWriteItem {
  readonly ConditionCheck?: KeyedRequest & Conditional;
  readonly Delete?: KeyedRequest & Conditional;
  readonly Put?: PutRequest & Conditional;
  readonly Update?: KeyedRequest & Conditional & Updating;
}

/** The item that a failed condition is reported with. */
export type Returned = "ALL_OLD" | "NONE";

interface Conditional {
  readonly ExpressionAttributeValues?: Attributes;
  readonly ReturnValuesOnConditionCheckFailure?: Returned;
}

interface Updating {
  /** The parsed UpdateExpression. */
  readonly _updates?: unknown;
}
