import { createHash } from "node:crypto";
import type { Clock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import db, { type Store, type Table, type Write } from "dynalite/db/index.js";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { act, type Database, outcome } from "../database.ts";
import { dynaliteError } from "../dynalite-error.ts";
import type { Answer, KeyedRequest, Measured } from "../requests.ts";
import { Trial } from "../trial.ts";
import { type WriteAction, writeAction } from "./actions.ts";
import { type CancellationReason, cancelled, none, reasonOf } from "./cancelled.ts";
import { consumedCapacity } from "./consumed-capacity.ts";
import { RequestTokens } from "./request-tokens.ts";
import type { TransactGetItems, TransactWriteItems } from "./requests.ts";
import { sizeProblem } from "./validations.ts";

/** Transactions: atomic, and isolated from each other and from all other writes. Requests are checked ones. */
export class Transactions {
  readonly #database: Database;
  readonly #tokens: RequestTokens;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#tokens = new RequestTokens(clock);
  }

  /** Throws TransactionCanceledException, IdempotentParameterMismatchException and others of AWS. */
  write(request: TransactWriteItems): Promise<object> {
    const { TransactItems, ClientRequestToken: token, ReturnConsumedCapacity } = request;
    const fingerprint = createHash("sha256").update(JSON.stringify(TransactItems)).digest("base64");
    const actions = TransactItems.map(writeAction);
    return this.#database.exclusively(async (store) => {
      if (token !== undefined && this.#tokens.isDone(token, fingerprint)) return {};
      await check(store, actions);
      const tried = [];
      for (const action of actions) tried.push(await tryAction(store, action, { ReturnConsumedCapacity }));
      const reasons = tried.map(({ reason }) => reason);
      if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
      await store.db.batch(tried.flatMap(({ writes }) => writes));
      if (token !== undefined) this.#tokens.add(token, fingerprint);
      return consumedCapacity(
        tried.map(({ answer }) => answer),
        "WriteCapacityUnits",
        request,
      );
    });
  }

  /** Throws TransactionCanceledException and others of AWS. */
  get(request: TransactGetItems): Promise<object> {
    const { ReturnConsumedCapacity } = request;
    const gets = request.TransactItems.map(({ Get }) => ({
      ...Get,
      ReturnConsumedCapacity,
      ConsistentRead: true,
    }));
    return this.#database.exclusively(async (store) => {
      await check(store, gets.map(getAction));
      const answers = await Promise.all(gets.map((get) => act(store, "GetItem", get)));
      const items = answers.map(({ Item }) => Item);
      refuse(sizeProblem(items.map((item) => item ?? {})));
      const Responses = items.map((Item) => (Item === undefined ? {} : { Item }));
      return { Responses, ...consumedCapacity(answers, "ReadCapacityUnits", request) };
    });
  }
}

type Checked = Pick<WriteAction, "table" | "item" | "check">;

function getAction({ TableName, Key }: KeyedRequest): Checked {
  return { table: TableName, item: Key, check: (table) => db.validateKey(Key, table) };
}

/** What AWS checks before it reads an item. Only the first invalid action is reported. */
async function check(store: Store, actions: readonly Checked[]): Promise<void> {
  const tables = await Promise.all(
    actions.map(({ table }) => outcome<Table>((done) => store.getTable(table, true, done))),
  );
  const targets = new Set<string>();
  for (const [index, table] of tables.entries()) {
    const action = must(actions[index], "each action has a table");
    const invalid = action.check(table);
    if (invalid) throw invalidAction(dynaliteError(invalid), index, actions.length);
    targets.add(`${table.TableName}/${db.createKey(action.item, table)}`);
  }
  if (targets.size < actions.length)
    refuse("Transaction request cannot include multiple operations on one item");
}

/** An empty key value is an error of the request. All else cancels the transaction. */
function invalidAction(error: unknown, index: number, length: number): AwsError {
  const emptyKey = /^.*?(The AttributeValue for a key attribute cannot contain an empty .*)$/;
  const [, problem] = emptyKey.exec(error instanceof Error ? error.message : "") ?? [];
  if (problem !== undefined) return invalidRequest(`One or more parameter values are not valid. ${problem}`);
  const reason = reasonOf(error, undefined);
  return cancelled(Array.from({ length }, (_, other) => (other === index ? reason : none)));
}

interface Tried {
  readonly reason: CancellationReason;
  readonly writes: readonly Write[];
  readonly answer: Answer;
}

async function tryAction(store: Store, action: WriteAction, measured: Measured): Promise<Tried> {
  const trial = new Trial(store);
  try {
    const answer = await action.act(trial.store, measured);
    return { reason: none, writes: action.right === "ConditionCheckItem" ? [] : trial.writes, answer };
  } catch (error) {
    return {
      reason: reasonOf(
        error,
        action.request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? trial.found : undefined,
      ),
      writes: [],
      answer: {},
    };
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) throw invalidRequest(problem);
}

function invalidRequest(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
