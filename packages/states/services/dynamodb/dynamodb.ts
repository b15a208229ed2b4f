import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { nameIn } from "../arn.ts";
import type { Call } from "../parameters.ts";
import { passingFaults } from "../transient-errors.ts";

/** A value as DynamoDB writes it; numbers are text, as DynamoDB keeps more digits than JSON. */
export type AttributeValue =
  | { readonly S: Value<string> }
  | { readonly N: Value<string> }
  | { readonly BOOL: Value<boolean> }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Attributes }
  | { readonly SS: readonly Value<string>[] }
  | { readonly NS: readonly Value<string>[] };

/** Attribute → value. */
export type Attributes = { readonly [name: string]: AttributeValue };

interface Condition {
  /** What must hold of the item, or the task fails with DynamoDB.ConditionalCheckFailedException. */
  readonly ConditionExpression?: Value<string>;
  /** `#name` → attribute. */
  readonly ExpressionAttributeNames?: Readonly<Record<`#${string}`, string>>;
  /** `:name` → value. */
  readonly ExpressionAttributeValues?: Readonly<Record<`:${string}`, AttributeValue>>;
}

/** Each call takes the table's ARN as `Table`. */
interface OfTable {
  /** The table's ARN. */
  readonly Table: Value<string>;
}

export interface GetItemArguments extends OfTable {
  readonly Key: Attributes;
  /** @default false */
  readonly ConsistentRead?: boolean;
  /** Which attributes to give. @default all */
  readonly ProjectionExpression?: Value<string>;
  readonly ExpressionAttributeNames?: Readonly<Record<`#${string}`, string>>;
}

export interface PutItemArguments extends OfTable, Condition {
  readonly Item: Attributes;
}

export interface UpdateItemArguments extends OfTable, Condition {
  readonly Key: Attributes;
  /** For example `SET #n = :n`. */
  readonly UpdateExpression: Value<string>;
  /** Which attributes to give. @default "NONE" */
  readonly ReturnValues?: "ALL_NEW" | "ALL_OLD" | "NONE" | "UPDATED_NEW" | "UPDATED_OLD";
}

export interface DeleteItemArguments extends OfTable, Condition {
  readonly Key: Attributes;
}

const resourceOf = (action: string) => `arn:aws:states:::dynamodb:${action}`;

const common = { ReturnConsumedCapacity: true, TableName: true } as const;
const conditional = {
  ConditionExpression: true,
  ConditionalOperator: true,
  Expected: true,
  ExpressionAttributeNames: true,
  ExpressionAttributeValues: true,
  ReturnItemCollectionMetrics: true,
  ReturnValues: true,
  ReturnValuesOnConditionCheckFailure: true,
} as const;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
export const dynamodbCalls: Readonly<Record<string, Call>> = {
  [resourceOf("getItem")]: {
    required: ["TableName", "Key"],
    parameters: {
      ...common,
      AttributesToGet: true,
      ConsistentRead: true,
      ExpressionAttributeNames: true,
      Key: true,
      ProjectionExpression: true,
    },
  },
  [resourceOf("putItem")]: {
    required: ["TableName", "Item"],
    parameters: { ...common, ...conditional, Item: true },
  },
  [resourceOf("updateItem")]: {
    required: ["TableName", "Key"],
    parameters: { ...common, ...conditional, AttributeUpdates: true, Key: true, UpdateExpression: true },
  },
  [resourceOf("deleteItem")]: {
    required: ["TableName", "Key"],
    parameters: { ...common, ...conditional, Key: true },
  },
};

/** Amazon DynamoDB. */
export class DynamoDb {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Reads an item, taken to be a `T` of attribute values; `Item` is absent when there is none. */
  getItem<T = Readonly<Record<string, unknown>>>(
    name: string,
    request: GetItemArguments,
    options?: TaskOptions,
  ): Expr<{ readonly Item?: T }> {
    return this.#call(name, "getItem", "dynamodb:GetItem", request, options);
  }

  /** Writes an item whole. */
  putItem(name: string, request: PutItemArguments, options?: TaskOptions): Expr<object> {
    return this.#call(name, "putItem", "dynamodb:PutItem", request, options);
  }

  /** Changes attributes of an item, and makes it when there is none. */
  updateItem<T = Readonly<Record<string, unknown>>>(
    name: string,
    request: UpdateItemArguments,
    options?: TaskOptions,
  ): Expr<{ readonly Attributes?: T }> {
    return this.#call(name, "updateItem", "dynamodb:UpdateItem", request, options);
  }

  /** Deletes an item; nothing happens when there is none. */
  deleteItem(name: string, request: DeleteItemArguments, options?: TaskOptions): Expr<object> {
    return this.#call(name, "deleteItem", "dynamodb:DeleteItem", request, options);
  }

  #call<R>(
    name: string,
    operation: string,
    action: string,
    request: OfTable,
    options?: TaskOptions,
  ): Expr<R> {
    const { Table, ...rest } = request;
    return task(this.#block, name, {
      retry: passingFaults(
        "DynamoDB.ProvisionedThroughputExceededException",
        "DynamoDB.RequestLimitExceeded",
        "DynamoDB.SdkClientException",
      ),
      ...options,
      resource: resourceOf(operation),
      arguments: toNode({ TableName: nameIn(Table, ":table/"), ...rest }),
      permissions: [{ actions: [action], resources: [{ arn: toNode(Table) }] }],
    });
  }
}
