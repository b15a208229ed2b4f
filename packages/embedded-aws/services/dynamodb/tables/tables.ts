import { randomUUID } from "node:crypto";
import type {
  CreateTableCommandInput,
  DescribeContinuousBackupsCommandInput,
  ListTablesCommandInput,
  ListTagsOfResourceCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
  UpdateContinuousBackupsCommandInput,
  UpdateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Clock, nextTurn } from "@batchline/clock";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { notFound, validation } from "../errors.ts";
import type { Store } from "../storage/store.ts";
import { changedRecovery, describedBackups } from "./backups.ts";
import type { Catalog } from "./catalog.ts";
import { changedTable } from "./changed-table.ts";
import { described } from "./describe.ts";
import { newTable } from "./new-table.ts";
import type { Table } from "./table.ts";
import { checkedName, type TableNames } from "./table-name.ts";
import { withTags } from "./tags.ts";
import { changedTimeToLive, describedTimeToLive } from "./time-to-live.ts";

type Named = Pick<DescribeContinuousBackupsCommandInput, "TableName">;

interface TablesOptions {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly names: TableNames;
  readonly clock: Clock;
}

/** The operations on tables. Errors are those of DynamoDB. */
export class Tables {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #names: TableNames;
  readonly #clock: Clock;

  constructor({ store, catalog, names, clock }: TablesOptions) {
    this.#store = store;
    this.#catalog = catalog;
    this.#names = names;
    this.#clock = clock;
  }

  /** Creates a table that is ready a moment later. */
  create(input: CreateTableCommandInput) {
    const name = checkedName(String(input.TableName));
    const space = () => this.#catalog.newSpace();
    const record = newTable(input, { name, id: randomUUID(), now: this.#clock.now(), space });
    return { TableDescription: this.#described(this.#catalog.create(record)) };
  }

  describe({ TableName }: Named) {
    return { Table: this.#described(this.#known(TableName)) };
  }

  list({ ExclusiveStartTableName: start, Limit = 100 }: ListTablesCommandInput) {
    const names = this.#catalog.names().filter((name) => start === undefined || name > start);
    const TableNames = names.slice(0, Limit);
    return { TableNames, ...(names.length > Limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
  }

  update(input: UpdateTableCommandInput) {
    const table = this.#known(input.TableName);
    this.#catalog.checkIdle(table);
    const space = () => this.#catalog.newSpace();
    const record = changedTable(table, input, { now: this.#clock.now(), space });
    return { TableDescription: this.#described(this.#catalog.update(record)) };
  }

  /** Throws ValidationException if the table is protected. */
  delete({ TableName }: Named) {
    const table = this.#known(TableName);
    if (table.record.isProtected)
      throw validation(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    this.#catalog.checkIdle(table);
    this.#catalog.delete(table);
    return { TableDescription: this.#described(table) };
  }

  /** Whether there is a table, in whatever status. */
  has(name: string | undefined): boolean {
    return name !== undefined && this.#catalog.known(name) !== undefined;
  }

  /** Until then it has no items, and cannot be changed. */
  async waitUntilReady(name: string): Promise<void> {
    for (;;) {
      const { table, status } = this.#catalog.known(name) ?? {};
      if (table === undefined || (status === "ACTIVE" && !table.indexes.some((index) => index.isFilling)))
        return;
      await nextTurn();
    }
  }

  /** Until then no other table can have its name. */
  async waitUntilGone(name: string): Promise<void> {
    while (this.has(name)) await nextTurn();
  }

  updateTimeToLive(input: UpdateTimeToLiveCommandInput) {
    const table = this.#known(input.TableName);
    const timeToLive = changedTimeToLive(table.record.timeToLive, input);
    this.#catalog.set(table.name, { timeToLive });
    return { TimeToLiveSpecification: input.TimeToLiveSpecification };
  }

  describeTimeToLive({ TableName }: Named) {
    return describedTimeToLive(this.#known(TableName).record.timeToLive);
  }

  updateBackups(input: UpdateContinuousBackupsCommandInput) {
    const table = this.#withBackups(input.TableName);
    const { PointInTimeRecoverySpecification: specification } = input;
    this.#catalog.set(table.name, {
      recovery: changedRecovery(table.record.recovery, specification, this.#clock.now()),
    });
    return this.describeBackups(input);
  }

  describeBackups({ TableName }: Named) {
    return describedBackups(this.#withBackups(TableName).record.recovery, this.#clock.now());
  }

  tags({ ResourceArn }: ListTagsOfResourceCommandInput) {
    const { tags } = this.#ofArn(ResourceArn).record;
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  tag({ ResourceArn, Tags = [] }: TagResourceCommandInput) {
    const { name, record } = this.#ofArn(ResourceArn);
    if (Tags.length === 0) throw validation("Atleast one Tag needs to be provided as Input.");
    this.#catalog.set(name, { tags: withTags(record.tags, Tags) });
    return {};
  }

  untag({ ResourceArn, TagKeys = [] }: UntagResourceCommandInput) {
    const { name, record } = this.#ofArn(ResourceArn);
    if (TagKeys.length === 0) throw validation("Atleast one Tag Key needs to be provided as Input.");
    const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
    this.#catalog.set(name, { tags: Object.fromEntries(kept) });
    return {};
  }

  #known(given: string | undefined): Table {
    const name = this.#names.of(String(given));
    const known = this.#catalog.known(name);
    if (known === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
    return known.table;
  }

  #ofArn(arn: string | undefined): Table {
    const name = this.#names.ofArn(String(arn));
    const known = this.#catalog.known(name);
    if (known === undefined) throw notFound(`Requested resource not found: ResourcArn: ${arn} not found`);
    return known.table;
  }

  #withBackups(given: string | undefined): Table {
    const name = this.#names.of(String(given));
    const known = this.#catalog.known(name);
    if (known === undefined) throw new AwsError("TableNotFoundException", `Table not found: ${name}`);
    return known.table;
  }

  #described(table: Table) {
    const { status = "ACTIVE" } = this.#catalog.known(table.name) ?? {};
    const arn = this.#names.arn(table.name);
    return described(table, { arn, status, totals: (space) => this.#store.totals(space) });
  }
}
