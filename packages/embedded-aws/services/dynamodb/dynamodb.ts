import { crc32 } from "node:zlib";
import type {
  CreateTableCommandInput,
  DescribeContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandInput,
  UpdateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Clock, realClock } from "@batchline/clock";
import { toAwsError } from "../../host/gateway/aws-error.ts";
import { jsonStatus } from "../../host/gateway/protocols/aws-json.ts";
import type { GatewayRequest, GatewayResponse, Service } from "../../host/gateway/service.ts";
import { accountId, defaultRegion } from "../../host/identity/principal.ts";
import { ResourcePolicies } from "../../host/identity/resource-policies.ts";
import { authoriseAll } from "./access.ts";
import { Engine } from "./engine.ts";
import { ErrorWithFields } from "./failed-condition.ts";
import { Operations } from "./operations.ts";
import { encoded } from "./raw-json.ts";
import { Store } from "./storage/store.ts";
import { Catalog } from "./tables/catalog.ts";
import { TableNames } from "./tables/table-name.ts";
import { Tables } from "./tables/tables.ts";

type Named = Pick<DescribeContinuousBackupsCommandInput, "TableName">;

/** BatchWriteItem's limit. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const maxBodyBytes = 16 * 1024 ** 2;

interface DynamoDbOptions {
  /** The folder of the tables. @default tables in memory */
  readonly dir?: string;
  /** For ARNs. @default "us-east-1" */
  readonly region?: string;
  /** For creation times, and the time in which a transaction's token counts. @default the machine's time */
  readonly clock?: Clock;
  /** @default no table has a policy */
  readonly policies?: ResourcePolicies;
}

/** DynamoDB: tables and items in a file of SQLite. */
export class DynamoDb {
  readonly service: Service = {
    ...{ signingName: "dynamodb", maxBodyBytes },
    handle: (request) => this.#handle(request),
  };
  /** Of the tables. */
  readonly policies: ResourcePolicies;
  readonly #engine: Engine;
  readonly #tables: Tables;
  readonly #operations: Operations;

  constructor({ dir, region = defaultRegion, clock = realClock, policies }: DynamoDbOptions) {
    this.policies = policies ?? new ResourcePolicies();
    const store = new Store(dir);
    const names = new TableNames(region, accountId);
    this.#engine = new Engine({ store, catalog: new Catalog(store), names, clock });
    this.#tables = new Tables(this.#engine);
    this.#operations = new Operations(this.#engine, this.#tables);
  }

  stop(): void {
    this.#engine.catalog.close();
    this.#engine.store.close();
  }

  /** Creates a table, and waits until it is ready. */
  async createTable(input: CreateTableCommandInput) {
    const created = this.#tables.create(input);
    await this.waitUntilTableExists(String(input.TableName));
    return created;
  }

  hasTable(name: string | undefined): boolean {
    return this.#tables.has(name);
  }

  describeTable(input: Named) {
    return this.#tables.describe(input);
  }

  updateTable(input: UpdateTableCommandInput) {
    return this.#tables.update(input);
  }

  deleteTable(input: Named) {
    return this.#tables.delete(input);
  }

  /** A table that is created or changed is not ready for a moment; until then it has no items and cannot be changed. */
  waitUntilTableExists(name: string): Promise<void> {
    return this.#tables.waitUntilReady(name);
  }

  /** A deleted table exists for a moment; until then no other can have its name. */
  waitUntilTableNotExists(name: string): Promise<void> {
    return this.#tables.waitUntilGone(name);
  }

  updateTimeToLive(input: UpdateTimeToLiveCommandInput) {
    return this.#tables.updateTimeToLive(input);
  }

  describeTimeToLive(input: Named) {
    return this.#tables.describeTimeToLive(input);
  }

  updateContinuousBackups(input: UpdateContinuousBackupsCommandInput) {
    return this.#tables.updateBackups(input);
  }

  describeContinuousBackups(input: Named) {
    return this.#tables.describeBackups(input);
  }

  async #handle(request: GatewayRequest): Promise<GatewayResponse> {
    const operation = operationOf(request);
    try {
      const { accesses, perform } = await this.#operations.prepare(
        operation,
        request.body,
        request.requestId,
      );
      const { catalog, names } = this.#engine;
      authoriseAll(accesses, { authorise: request.authorise, names, catalog });
      const answer = await perform();
      if (operation === "DeleteTable")
        for (const { table } of accesses)
          if (table !== undefined) this.policies.put(names.arn(table), undefined);
      return respond(200, answer);
    } catch (cause) {
      const { status, code, message } = toAwsError(cause, operation);
      const fields = cause instanceof ErrorWithFields ? cause.fields : {};
      // AWS spells the member so in errors that say more.
      const said = Object.keys(fields).length > 0 ? { Message: message, ...fields } : { message };
      return respond(jsonStatus(status), { __type: code, ...said });
    }
  }
}

export function startDynamoDb(options: DynamoDbOptions = {}): DynamoDb {
  return new DynamoDb(options);
}

/** The operation of this version of the API. Another version's name is unknown. */
function operationOf({ headers }: GatewayRequest): string {
  const { "x-amz-target": target = "" } = headers;
  return target.replace(/^DynamoDB_20120810\./, "");
}

function respond(status: number, answer: object): GatewayResponse {
  const body = encoded(answer);
  return {
    status,
    // The SDK verifies the checksum.
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) },
    body,
  };
}
