import { setImmediate } from "node:timers/promises";
import type {
  CreateTableCommandInput,
  DescribeContinuousBackupsCommandInput,
  TableDescription,
  UpdateContinuousBackupsCommandInput,
  UpdateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { Database } from "./database.ts";
import type { TableOperation } from "./requests.ts";
import { TableSettings } from "./table-settings.ts";
import { TimeToLive } from "./time-to-live.ts";

type Named = Pick<DescribeContinuousBackupsCommandInput, "TableName">;

/** Tables with their settings. dynalite has their keys, indexes and items. Errors are those of DynamoDB. */
export class Tables {
  readonly #database: Database;
  readonly #region: string;
  readonly #settings = new TableSettings((table) => this.arn(table));
  readonly #timeToLive = new TimeToLive();

  constructor(database: Database, region: string) {
    this.#database = database;
    this.#region = region;
  }

  arn(table: string): string {
    return `arn:aws:dynamodb:${this.#region}:${accountId}:table/${table}`;
  }

  /** Creates a table, and waits until it is ready. */
  async createTable(input: CreateTableCommandInput) {
    const created = await this.requestTable(input);
    await this.waitUntilTableExists(String(input.TableName));
    return created;
  }

  /** Creates a table that is ready a moment later. */
  async requestTable(input: CreateTableCommandInput) {
    const { TableDescription } = await this.#ask("CreateTable", input);
    this.#keepSettings(input);
    await this.#tag(input);
    return { TableDescription: this.#described(TableDescription) };
  }

  /** Puts back the settings of a table in the files of an earlier session, unless it was deleted there. */
  async restoreSettings(input: CreateTableCommandInput): Promise<boolean> {
    if (!(await this.hasTable(input.TableName))) return false;
    this.#keepSettings(input);
    return true;
  }

  async hasTable(name: string | undefined): Promise<boolean> {
    return name !== undefined && (await this.#database.table(name)) !== undefined;
  }

  async describeTable({ TableName }: Named) {
    const { Table } = await this.#ask("DescribeTable", { TableName });
    return { Table: this.#described(Table) };
  }

  async updateTable(input: UpdateTableCommandInput) {
    const changesIndexes = input.GlobalSecondaryIndexUpdates?.some(({ Create, Delete }) => Create ?? Delete);
    if (changesIndexes) throw new AwsError("UnknownOperationException", indexesAreFixed);
    const { Table } = await this.describeTable(input);
    this.#settings.put(input);
    const { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexUpdates } = input;
    const changesThroughput = BillingMode ?? ProvisionedThroughput ?? GlobalSecondaryIndexUpdates;
    const changed = changesThroughput ? (await this.#ask("UpdateTable", input)).TableDescription : Table;
    return { TableDescription: this.#described(changed) };
  }

  /** Throws ValidationException if the table is protected. */
  async deleteTable({ TableName }: Named) {
    const { Table } = await this.describeTable({ TableName });
    const name = String(Table?.TableName);
    this.#settings.checkDelete(name);
    const { TableDescription } = await this.#ask("DeleteTable", { TableName });
    this.#settings.forget(name);
    this.#timeToLive.forget(name);
    return { TableDescription };
  }

  /** A table that is created or changed is not ready for a moment; until then it has no items and cannot be changed. */
  async waitUntilTableExists(name: string): Promise<void> {
    const status = async () => (await this.describeTable({ TableName: name })).Table?.TableStatus;
    while ((await status()) !== "ACTIVE") await setImmediate();
  }

  /** A deleted table exists for a moment; until then no other can have its name. */
  async waitUntilTableNotExists(name: string): Promise<void> {
    while (await this.hasTable(name)) await setImmediate();
  }

  async updateTimeToLive(input: UpdateTimeToLiveCommandInput) {
    await this.#require(input);
    return this.#timeToLive.update(input);
  }

  async describeTimeToLive(input: Named) {
    await this.#require(input);
    return this.#timeToLive.describe(String(input.TableName));
  }

  async updateContinuousBackups(input: UpdateContinuousBackupsCommandInput) {
    await this.#require(input, backupsOfNoTable);
    return this.#settings.updateBackups(input);
  }

  async describeContinuousBackups(input: Named) {
    await this.#require(input, backupsOfNoTable);
    return this.#settings.describeBackups(String(input.TableName));
  }

  async #tag({ TableName, Tags = [] }: CreateTableCommandInput): Promise<void> {
    if (Tags.length === 0) return;
    const ResourceArn = this.arn(String(TableName));
    await this.#database.perform("TagResource", this.#database.check("TagResource", { ResourceArn, Tags }));
  }

  #keepSettings({ StreamSpecification, ...settings }: CreateTableCommandInput): void {
    this.#settings.put(StreamSpecification?.StreamEnabled ? { ...settings, StreamSpecification } : settings);
  }

  async #require({ TableName }: Named, error = noTable): Promise<void> {
    if (!(await this.hasTable(TableName))) throw error(String(TableName));
  }

  #described(table: TableDescription | undefined): TableDescription {
    return { ...table, ...this.#settings.describe(String(table?.TableName)) };
  }

  async #ask(operation: TableOperation, input: object): Promise<TableAnswer> {
    const request = this.#database.check(operation, structuredClone(input));
    const answer = await this.#database.perform(operation, request).catch((error) => {
      if (error instanceof AwsError && !error.message)
        throw new AwsError(error.code, `Table already exists: ${request.TableName}`, error.status);
      throw error;
    });
    return JSON.parse(this.#inRegion(JSON.stringify(answer)));
  }

  /** dynalite reads the region of ARNs from the process's environment. */
  #inRegion(answer: string): string {
    return answer.replace(/"arn:aws:dynamodb:[\w-]*:\d{12}:/g, this.arn("").replace(/^(.*)table\/$/, '"$1'));
  }
}

interface TableAnswer {
  readonly Table?: TableDescription;
  readonly TableDescription?: TableDescription;
}

const noTable = (name: string) =>
  new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
const backupsOfNoTable = (name: string) => new AwsError("TableNotFoundException", `Table not found: ${name}`);

const indexesAreFixed =
  "the embedded AWS cannot add an index to a table or remove one: create a new table with other indexes";
