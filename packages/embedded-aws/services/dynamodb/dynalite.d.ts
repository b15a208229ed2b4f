/** dynalite ships no types: what we use of it. Its server does not share its store, so we call its parts. */
declare module "dynalite/db/index.js" {
  /** Typed values by the name of their attribute. */
  export type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  export type Done<T = void> = (error?: Error | null, value?: T) => void;

  /** The items of a table, or of an index, by their serialised key. */
  export interface Items {
    get(key: string, done: Done<Attributes>): void;
    put(key: string, value: Attributes, done: Done): void;
    del(key: string, done: Done): void;
    /** Calls `work` when no other has the key; the callback that it wraps releases the key. */
    lock(key: string, work: (release: <T>(done: Done<T>) => Done<T>) => void): void;
  }

  export interface Write {
    readonly type: "put" | "del";
    readonly key: string;
    readonly value?: Attributes;
  }

  export interface Table {
    readonly TableName: string;
    readonly KeySchema: readonly KeyElement[];
    readonly GlobalSecondaryIndexes?: readonly Index[];
    readonly LocalSecondaryIndexes?: readonly Index[];
  }

  export interface Index {
    readonly IndexName: string;
    readonly KeySchema: readonly KeyElement[];
  }

  interface KeyElement {
    readonly AttributeName: string;
    readonly KeyType: "HASH" | "RANGE";
  }

  export interface Store {
    readonly db: {
      open(): Promise<void>;
      /** Writes all or nothing. */
      batch(writes: readonly Write[]): Promise<void>;
      close(): Promise<void>;
    };
    /** Fails with ResourceNotFoundException. @param mustBeReady a table that is being created or deleted is not found */
    getTable(name: string, mustBeReady: boolean, done: Done<Table>): void;
    getItemDb(table: string): Items;
    getIndexDb(type: string, table: string, index: string): Items;
  }

  interface StoreOptions {
    /** Folder of the LevelDB store; in memory when absent. */
    readonly path?: string;
    /** How long a table stays CREATING, UPDATING or DELETING, in milliseconds; 500 each by default. */
    readonly createTableMs?: number;
    readonly updateTableMs?: number;
    readonly deleteTableMs?: number;
  }

  /** Checks answer with an error, or with undefined or null. */
  type Checked = Error | null | undefined;

  const db: {
    create(options: StoreOptions): Store;
    createKey(item: Attributes, table: Table): string;
    itemSize(item: Attributes): number;
    validateItem(item: Attributes, table: Table): Checked;
    validateKey(key: Attributes, table: Table): Checked;
    validateUpdates(legacy: undefined, updates: unknown, table: Table): Checked;
  };
  export default db;
}

declare module "dynalite/validations/index.js" {
  import type { Store } from "dynalite/db/index.js";

  /** What the members of a request are. */
  export type Types = { readonly [member: string]: Type };
  /** The name of a type, with what a list or map contains, or the members of a structure. */
  export type Type = string | TypeWithRules;

  interface TypeWithRules {
    readonly type: string;
    readonly children?: Type | Types;
    readonly [rule: string]: unknown;
  }
  /** Checks what types cannot say; it also parses expressions into fields such as `_condition`. Returns a problem. */
  export type Custom<Request> = (request: Request, store: Store) => string | undefined;

  const validations: {
    /** Returns the fields that `types` has; throws SerializationException. It deletes others from `input`. */
    checkTypes<Request>(input: object, types: Types): Request;
    /** Throws ValidationException. */
    checkValidations<Request>(request: Request, types: Types, custom: Custom<Request>, store: Store): void;
  };
  export default validations;
}
