import type { AttributeUpdate } from "./expressions/attribute-updates.ts";
import type { LegacyConditions } from "./expressions/legacy-conditions.ts";
import type { Item } from "./values/attribute-value.ts";

/** Requests that the service's model has checked. */
export interface ItemRequests {
  readonly BatchGetItem: Measured & { readonly RequestItems: Readonly<Record<string, GetKeys>> };
  readonly BatchWriteItem: Measured &
    Collected & {
      readonly RequestItems: Readonly<Record<string, readonly BatchWrite[]>>;
    };
  readonly DeleteItem: DeleteRequest & Collected;
  readonly GetItem: GetRequest;
  readonly PutItem: PutRequest & Collected;
  readonly Query: SearchRequest & {
    readonly KeyConditionExpression?: string;
    readonly KeyConditions?: LegacyConditions;
    readonly QueryFilter?: LegacyConditions;
    readonly ScanIndexForward?: boolean;
  };
  readonly Scan: SearchRequest & {
    readonly ScanFilter?: LegacyConditions;
    readonly Segment?: number;
    readonly TotalSegments?: number;
  };
  readonly TransactGetItems: Measured & { readonly TransactItems: readonly { readonly Get: GetRequest }[] };
  readonly TransactWriteItems: Measured &
    Collected & {
      readonly TransactItems: readonly TransactWrite[];
      readonly ClientRequestToken?: string;
    };
  readonly UpdateItem: UpdateRequest & Collected;
}

export interface Measured {
  readonly ReturnConsumedCapacity?: "INDEXES" | "TOTAL" | "NONE";
}

export interface Collected {
  readonly ReturnItemCollectionMetrics?: "SIZE" | "NONE";
}

/** What expressions may name. */
interface Naming {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

interface OfTable extends Measured {
  /** A name or an ARN. */
  readonly TableName: string;
}

/** What a read gives back. */
export interface Selecting {
  readonly AttributesToGet?: readonly string[];
  readonly ConsistentRead?: boolean;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ProjectionExpression?: string;
}

export interface GetRequest extends OfTable, Selecting {
  readonly Key: Item;
}

interface GetKeys extends Selecting {
  readonly Keys: readonly Item[];
}

/** A write with a condition. */
export interface Conditional extends OfTable, Naming {
  readonly ConditionExpression?: string;
  readonly ConditionalOperator?: string;
  readonly Expected?: LegacyConditions;
  /** The item that the error of a failed condition has. */
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
  /** Writes of one item only. @default "NONE" */
  readonly ReturnValues?: "ALL_NEW" | "ALL_OLD" | "NONE" | "UPDATED_NEW" | "UPDATED_OLD";
}

export interface PutRequest extends Conditional {
  readonly Item: Item;
}

export interface DeleteRequest extends Conditional {
  readonly Key: Item;
}

export interface UpdateRequest extends Conditional {
  readonly AttributeUpdates?: Readonly<Record<string, AttributeUpdate>>;
  readonly Key: Item;
  readonly UpdateExpression?: string;
}

interface BatchWrite {
  readonly DeleteRequest?: { readonly Key: Item };
  readonly PutRequest?: { readonly Item: Item };
}

/** It has exactly one of them. */
export interface TransactWrite {
  readonly ConditionCheck?: DeleteRequest;
  readonly Delete?: DeleteRequest;
  readonly Put?: PutRequest;
  readonly Update?: UpdateRequest;
}

export interface SearchRequest extends OfTable, Selecting, Naming {
  readonly ConditionalOperator?: string;
  readonly ExclusiveStartKey?: Item;
  readonly FilterExpression?: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly Select?: "ALL_ATTRIBUTES" | "ALL_PROJECTED_ATTRIBUTES" | "COUNT" | "SPECIFIC_ATTRIBUTES";
}
