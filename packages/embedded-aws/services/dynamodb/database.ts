import { createRequire } from "node:module";
import { must } from "@batchline/diagnostics";
import db, { type Done, type Store, type Table } from "dynalite/db/index.js";
import validations from "dynalite/validations/index.js";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { dynaliteError } from "./dynalite-error.ts";
import { ErrorWithFields } from "./error-with-fields.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import type { Answer, DynaliteOperation, ItemWrite, Requests } from "./requests.ts";
import { Trial } from "./trial.ts";
import { fileOf, type Validation, validationOf } from "./validations.ts";

const load = createRequire(import.meta.url);

type Action<Request> = (store: Store, request: Request, done: Done<Answer>) => void;

/** Tables and items: dynalite's parsers, actions and store, without its server. */
export class Database {
  readonly #store: Store;
  readonly #writes = new OneAtATime();

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Opens the tables in `dir`. @default tables in memory */
  static async open(dir: string | undefined): Promise<Database> {
    const path = dir === undefined ? {} : { path: dir };
    const store = db.create({ ...path, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
    await store.db.open();
    return new Database(store);
  }

  /** The checked request of `input`, with its expressions parsed. Throws SerializationException or ValidationException. */
  check<O extends DynaliteOperation>(operation: O, input: object): Requests[O] {
    return this.checkBy(validationOf(operation), input);
  }

  /** The same for an operation that dynalite does not have. */
  checkBy<Request>({ types, custom }: Validation<Request>, input: object): Request {
    try {
      const request = validations.checkTypes<Request>(input, types);
      validations.checkValidations(request, types, custom, this.#store);
      return request;
    } catch (error) {
      throw dynaliteError(error);
    }
  }

  /** Does an operation, with a checked request. Throws AwsError. */
  perform<O extends DynaliteOperation>(operation: O, request: Requests[O]): Promise<Answer> {
    const work = (store: Store) => act(store, operation, request);
    return readOnly.has(operation) ? work(this.#store) : this.exclusively(work);
  }

  /** The same for a write of one item. The error of a failed condition has the item, if the request wants it. */
  write<O extends ItemWrite>(operation: O, request: Requests[O]): Promise<Answer> {
    return this.exclusively(async (store) => {
      const trial = new Trial(store);
      try {
        const answer = await act(trial.store, operation, request);
        await store.db.batch(trial.writes);
        return answer;
      } catch (error) {
        const wanted = request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && trial.found !== undefined;
        if (!wanted || !(error instanceof AwsError) || error.code !== "ConditionalCheckFailedException")
          throw error;
        throw new ErrorWithFields(error.code, error.message, { Item: trial.found });
      }
    });
  }

  /** Does work while nothing else writes. */
  exclusively<T>(work: (store: Store) => Promise<T>): Promise<T> {
    return this.#writes.run(() => work(this.#store));
  }

  /** A table, also while it is created or deleted; undefined for an unknown one. */
  async table(name: string): Promise<Table | undefined> {
    try {
      return await outcome<Table>((done) => this.#store.getTable(name, false, done));
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
      throw error;
    }
  }

  /** The name of the partition key of a table or index; undefined for an unknown one. */
  async partitionKey(name: string, indexName?: string): Promise<string | undefined> {
    const table = await this.table(name);
    const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])];
    const of = indexName === undefined ? table : indexes.find(({ IndexName }) => IndexName === indexName);
    return of?.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
  }

  async close(): Promise<void> {
    await this.#store.db.close();
  }
}

/** What one action of dynalite does with a store. Throws AwsError. */
export function act<O extends DynaliteOperation>(
  store: Store,
  operation: O,
  request: Requests[O],
): Promise<Answer> {
  const action: Action<Requests[O]> = load(`dynalite/actions/${fileOf(operation)}`);
  return outcome((done) => action(store, request, done));
}

/** The value that a call of dynalite passes on. Throws AwsError. */
export function outcome<T>(call: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error) reject(dynaliteError(error));
      else resolve(must(value, "dynalite passes on an error or a value"));
    });
  });
}

const readOnly: ReadonlySet<string> = new Set([
  ...["BatchGetItem", "GetItem", "Query", "Scan"],
  ...["DescribeTable", "ListTables", "ListTagsOfResource"],
]);
