import { permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { nameIn } from "../arn.ts";
import { Service } from "../service-base.ts";

/** A value as DynamoDB writes it. Numbers are text, because DynamoDB keeps more digits than JSON. */
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
  /** When it is false, the task fails with DynamoDB.ConditionalCheckFailedException. @default no condition */
  readonly ConditionExpression?: Value<string>;
  /** `#name` → attribute. */
  readonly ExpressionAttributeNames?: Readonly<Record<`#${string}`, string>>;
  /** `:name` → value. */
  readonly ExpressionAttributeValues?: Readonly<Record<`:${string}`, AttributeValue>>;
}

interface OfTable {
  /** The table's ARN. */
  readonly Table: Value<string>;
}

interface GetItemArguments extends OfTable {
  readonly Key: Attributes;
  /** @default false */
  readonly ConsistentRead?: boolean;
  /** The attributes to return. @default all */
  readonly ProjectionExpression?: Value<string>;
  readonly ExpressionAttributeNames?: Readonly<Record<`#${string}`, string>>;
}

interface PutItemArguments extends OfTable, Condition {
  readonly Item: Attributes;
}

interface UpdateItemArguments extends OfTable, Condition {
  readonly Key: Attributes;
  /** For example `SET #n = :n`. */
  readonly UpdateExpression: Value<string>;
  /** The attributes to return. @default "NONE" */
  readonly ReturnValues?: "ALL_NEW" | "ALL_OLD" | "NONE" | "UPDATED_NEW" | "UPDATED_OLD";
}

interface DeleteItemArguments extends OfTable, Condition {
  readonly Key: Attributes;
}

export class DynamoDb extends Service {
  /** Reads an item. `T` is its type, of attribute values. `Item` is absent when there is no such item.
   * @example m.dynamodb.getItem<{ n: { N: string } }>("Read", { Table: table, Key: { pk: { S: m.input.id } } }).Item.n.N */
  getItem<T = Readonly<Record<string, unknown>>>(
    name: string,
    request: GetItemArguments,
    options?: TaskOptions,
  ): Expr<{ readonly Item?: T }> {
    return this.#call(name, "getItem", request, options);
  }

  /** Writes a whole item.
   * @example m.dynamodb.putItem("Write", { Table: table, Item: { pk: { S: m.input.id }, n: { N: "1" } } }) */
  putItem(name: string, request: PutItemArguments, options?: TaskOptions): Expr<object> {
    return this.#call(name, "putItem", request, options);
  }

  /** Changes attributes of an item, and creates the item when it does not exist.
   * @example m.dynamodb.updateItem("Count", { Table: table, Key: key, UpdateExpression: "ADD n :one", … }) */
  updateItem<T = Readonly<Record<string, unknown>>>(
    name: string,
    request: UpdateItemArguments,
    options?: TaskOptions,
  ): Expr<{ readonly Attributes?: T }> {
    return this.#call(name, "updateItem", request, options);
  }

  /** Deletes an item. Does nothing when it does not exist.
   * @example m.dynamodb.deleteItem("Delete", { Table: table, Key: { pk: { S: m.input.id } } }) */
  deleteItem(name: string, request: DeleteItemArguments, options?: TaskOptions): Expr<object> {
    return this.#call(name, "deleteItem", request, options);
  }

  #call<R>(name: string, action: string, { Table, ...request }: OfTable, options?: TaskOptions): Expr<R> {
    return this.call(name, options, {
      integration: `dynamodb:${action}`,
      arguments: { TableName: nameIn(Table, ":table/"), ...request },
      permissions: [permissionOn([`dynamodb:${action.charAt(0).toUpperCase()}${action.slice(1)}`], Table)],
      transientErrors: [
        "DynamoDB.ProvisionedThroughputExceededException",
        "DynamoDB.RequestLimitExceeded",
        "DynamoDB.SdkClientException",
      ],
    });
  }
}
