import type { Attributes } from "dynalite/db/index.js";
import type { Conditional, KeyedRequest, Measured, PutRequest } from "../requests.ts";

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
  readonly ConditionCheck?: KeyedRequest & Conditional & WithValues;
  readonly Delete?: KeyedRequest & Conditional & WithValues;
  readonly Put?: PutRequest & Conditional & WithValues;
  readonly Update?: KeyedRequest & Conditional & WithValues;
}

interface WithValues {
  readonly ExpressionAttributeValues?: Attributes;
}
