import type { Attributes } from "dynalite/db/index.js";
import type { Parsed } from "./expressions.ts";
import type { Naming } from "./named-attributes.ts";

/** Checked requests: the fields that say what is read and written. dynalite has parsed the expressions of all of them. */
export interface Requests {
  readonly BatchGetItem: Measured &
    Parsed & {
      readonly RequestItems: Readonly<Record<string, BatchGet>>;
    };
  readonly BatchWriteItem: Measured &
    Parsed & {
      readonly RequestItems: Readonly<Record<string, readonly BatchWrite[]>>;
    };
  readonly CreateTable: OfTable;
  readonly DeleteItem: KeyedRequest & Conditional;
  readonly DeleteTable: OfTable;
  readonly DescribeTable: OfTable;
  readonly GetItem: KeyedRequest;
  readonly ListTables: Parsed;
  readonly ListTagsOfResource: OfResource;
  readonly PutItem: PutRequest & Conditional;
  readonly Query: SearchRequest & { readonly KeyConditions: KeyConditions };
  readonly Scan: SearchRequest;
  readonly TagResource: OfResource;
  readonly UntagResource: OfResource;
  readonly UpdateItem: KeyedRequest & Conditional;
  readonly UpdateTable: OfTable;
}

export type DynaliteOperation = keyof Requests;

export type ItemWrite = "DeleteItem" | "PutItem" | "UpdateItem";

export type TableOperation = "CreateTable" | "DeleteTable" | "DescribeTable" | "UpdateTable";

export interface Measured {
  readonly ReturnConsumedCapacity?: "INDEXES" | "TOTAL" | "NONE" | undefined;
}

export interface OfTable extends Measured, Naming {
  readonly TableName: string;
}

export interface Conditional {
  /** The item that the error of a failed condition has. */
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
  readonly ReturnValues?: string;
}

interface OfResource extends Parsed {
  readonly ResourceArn: string;
}

export interface KeyedRequest extends OfTable {
  readonly Key: Attributes;
}

export interface PutRequest extends OfTable {
  readonly Item: Attributes;
}

interface SearchRequest extends OfTable {
  readonly IndexName?: string;
  readonly Select?: string;
}

/** By attribute. dynalite turns KeyConditionExpression into it. */
export type KeyConditions = Readonly<
  Record<string, { readonly AttributeValueList?: readonly Attributes[string][] }>
>;

interface BatchGet extends Naming {
  readonly Keys: readonly Attributes[];
}

interface BatchWrite {
  readonly PutRequest?: { readonly Item: Attributes };
  readonly DeleteRequest?: { readonly Key: Attributes };
}

/** The fields that we read of dynalite's answers. */
export interface Answer {
  readonly Item?: Attributes;
  readonly ConsumedCapacity?: { readonly TableName: string; readonly CapacityUnits: number };
}
