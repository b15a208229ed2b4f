import type { SSESpecification, StreamSpecification } from "@aws-sdk/client-dynamodb";
import { must } from "@batchline/diagnostics";
import { type Place, placeOf } from "../storage/key-bytes.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";

/** Types of keys. */
export type KeyType = "S" | "N" | "B";

export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** The keys of a table or index. */
export interface Key {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** An index as it is stored. */
export interface IndexRecord {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly space: number;
  readonly key: Key;
  readonly projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly nonKeys?: readonly string[];
  readonly throughput?: Throughput;
  /** Whether it still takes up the table's items. */
  readonly isFilling?: boolean;
}

/** A table as it is stored. */
export interface TableRecord {
  readonly name: string;
  readonly id: string;
  readonly space: number;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly key: Key;
  readonly indexes: readonly IndexRecord[];
  /** Absent for a table that pays per request. */
  readonly throughput?: Throughput;
  /** When it last began to pay per request, in milliseconds. */
  readonly onDemandSince?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly isProtected: boolean;
  /** Of point-in-time recovery. Absent without it. */
  readonly recovery?: { readonly since: number; readonly days: number };
  readonly stream?: { readonly specification: StreamSpecification; readonly label: string };
  readonly timeToLive?: string;
  readonly tableClass?: string;
  readonly encryption?: SSESpecification;
}

/** An index with the attributes that it has; undefined for all. */
export interface Index extends IndexRecord {
  readonly attributes: ReadonlySet<string> | undefined;
}

/** A table, ready for use. */
export class Table {
  readonly record: TableRecord;
  readonly indexes: readonly Index[];

  constructor(record: TableRecord) {
    this.record = record;
    this.indexes = record.indexes.map((index) => ({ ...index, attributes: attributesOf(index, record.key) }));
  }

  get name(): string {
    return this.record.name;
  }

  get key(): Key {
    return this.record.key;
  }

  index(name: string): Index | undefined {
    return this.indexes.find((index) => index.name === name);
  }

  /** The place of an item, or of a key. It has the key's attributes. */
  place(item: Item): Place {
    const { hash, range } = this.key;
    const value = (name: string) => must(attributeOf(item, name), "a checked item has its key");
    return placeOf(value(hash.name), range && value(range.name));
  }
}

/** The place of an item in an index; undefined if an attribute of the key is absent, or cannot be a key. */
export function placeInIndex(item: Item, { key: { hash, range } }: Index, primary: Place): Place | undefined {
  const hashValue = keyValue(item, hash);
  const rangeValue = range && keyValue(item, range);
  if (hashValue === undefined || (range && rangeValue === undefined)) return undefined;
  return placeOf(hashValue, rangeValue, primary);
}

function keyValue(item: Item, { name, type }: KeyAttribute) {
  const value = attributeOf(item, name);
  return value?.[type] ? value : undefined;
}

/** The attributes of a key. */
export function keyAttributes({ hash, range }: Key): KeyAttribute[] {
  return range ? [hash, range] : [hash];
}

/** What an index has of an item. */
export function projected(item: Item, { attributes }: Index): Item {
  if (attributes === undefined) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => attributes.has(name)));
}

function attributesOf(index: IndexRecord, tableKey: Key): ReadonlySet<string> | undefined {
  if (index.projection === "ALL") return undefined;
  const keys = [...keyAttributes(tableKey), ...keyAttributes(index.key)].map(({ name }) => name);
  return new Set([...keys, ...(index.nonKeys ?? [])]);
}
