import type { Clock } from "@batchline/clock";
import type { Authorise } from "../../host/gateway/service.ts";
import { authoriseItems, type ItemOperation, type ItemRequests } from "./access.ts";
import type { Database } from "./database.ts";
import { checkMembers } from "./members.ts";
import type { ItemWrite } from "./requests.ts";
import { Transactions } from "./transactions/transactions.ts";
import { transactGetItems, transactWriteItems } from "./transactions/validations.ts";
import { type Validation, validationOf } from "./validations.ts";

interface ItemsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly arn: (table: string) => string;
}

/** Operations on items and tags: each is checked, then authorised, then done, with one and the same request. */
export class Items {
  readonly #database: Database;
  readonly #transactions: Transactions;
  readonly #arn: (table: string) => string;

  constructor({ database, clock, arn }: ItemsOptions) {
    this.#database = database;
    this.#transactions = new Transactions(database, clock);
    this.#arn = arn;
  }

  /** Throws AwsError. */
  async perform(operation: ItemOperation, input: object, authorise: Authorise): Promise<object> {
    const database = this.#database;
    const check = <Request>(validation: Validation<Request>): Request => {
      checkMembers(operation, input, validation.types);
      return database.checkBy(validation, input);
    };
    const allow = <O extends ItemOperation>(of: O, request: ItemRequests[O]) =>
      authoriseItems(of, request, { authorise, arn: this.#arn, database });
    if (operation === "TransactWriteItems") {
      const request = check(transactWriteItems);
      await allow(operation, request);
      return this.#transactions.write(request);
    }
    if (operation === "TransactGetItems") {
      const request = check(transactGetItems);
      await allow(operation, request);
      return this.#transactions.get(request);
    }
    if (isItemWrite(operation)) {
      const request = check(validationOf(operation));
      await allow(operation, request);
      return database.write(operation, request);
    }
    const request = check(validationOf(operation));
    await allow(operation, request);
    return database.perform(operation, request);
  }
}

function isItemWrite(operation: ItemOperation): operation is ItemWrite {
  return operation === "DeleteItem" || operation === "PutItem" || operation === "UpdateItem";
}
