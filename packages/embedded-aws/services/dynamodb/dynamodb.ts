import { crc32 } from "node:zlib";
import { type Clock, realClock } from "@batchline/clock";
import { AwsError, toAwsError, unknownOperation } from "../../host/gateway/aws-error.ts";
import { jsonStatus } from "../../host/gateway/protocols/aws-json.ts";
import type { GatewayRequest, GatewayResponse, Operations, Service } from "../../host/gateway/service.ts";
import { defaultRegion } from "../../host/identity/principal.ts";
import { isItemOperation } from "./access.ts";
import { Database } from "./database.ts";
import { ErrorWithFields } from "./error-with-fields.ts";
import { Items } from "./items.ts";
import { checkMembers } from "./members.ts";
import { tableMembers } from "./table-members.ts";
import { Tables } from "./tables.ts";

interface DynamoDbOptions {
  /** The folder of the tables. @default tables in memory */
  readonly dir?: string;
  /** For ARNs. @default "us-east-1" */
  readonly region?: string;
  /** For the time in which a transaction's token counts. @default the machine's time */
  readonly clock?: Clock;
}

/** DynamoDB: dynalite with the signatures and policies of the gateway. */
export class DynamoDb extends Tables {
  readonly service: Service = { signingName: "dynamodb", handle: (request) => this.#handle(request) };
  readonly #database: Database;
  readonly #items: Items;
  readonly #operations: Operations = {
    CreateTable: (input) => this.requestTable(input),
    DeleteTable: (input) => this.deleteTable(input),
    DescribeContinuousBackups: (input) => this.describeContinuousBackups(input),
    DescribeTable: (input) => this.describeTable(input),
    DescribeTimeToLive: (input) => this.describeTimeToLive(input),
    UpdateContinuousBackups: (input) => this.updateContinuousBackups(input),
    UpdateTable: (input) => this.updateTable(input),
    UpdateTimeToLive: (input) => this.updateTimeToLive(input),
  };

  constructor(database: Database, region: string, clock: Clock) {
    super(database, region);
    this.#database = database;
    this.#items = new Items({ database, clock, arn: (table) => this.arn(table) });
  }

  stop(): Promise<void> {
    return this.#database.close();
  }

  async #handle(request: GatewayRequest): Promise<GatewayResponse> {
    const operation = operationOf(request);
    try {
      return respond(200, await this.#perform(operation, request));
    } catch (cause) {
      const { status, code, message } = toAwsError(cause, operation);
      const fields = cause instanceof ErrorWithFields ? cause.fields : {};
      return respond(jsonStatus(status), { __type: code, message, ...fields });
    }
  }

  async #perform(operation: string, request: GatewayRequest): Promise<object> {
    const { authorise } = request;
    const onTables = Object.hasOwn(this.#operations, operation) ? this.#operations[operation] : undefined;
    if (onTables !== undefined) {
      const input = parsed(request.body);
      checkMembers(operation, input, tableMembers[operation] ?? {});
      authorise(`dynamodb:${operation}`, this.arn(tableName(input)));
      return onTables(input, request);
    }
    if (!isItemOperation(operation)) throw unknownOperation("dynamodb", operation);
    return this.#items.perform(operation, parsed(request.body), authorise);
  }
}

export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDb> {
  const { dir, region = defaultRegion, clock = realClock } = options;
  return new DynamoDb(await Database.open(dir), region, clock);
}

/** The operation of this version of the API. Another version's name is unknown. */
function operationOf({ headers }: GatewayRequest): string {
  const { "x-amz-target": target = "" } = headers;
  return target.replace(/^DynamoDB_20120810\./, "");
}

function parsed(body: Buffer): object {
  const input: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  throw new AwsError("SerializationException", "Start of structure or map expected");
}

function tableName(input: { readonly TableName?: unknown }): string {
  const { TableName: name } = input;
  if (typeof name === "string") return name;
  if (name === undefined || name === null) throw new AwsError("ValidationException", noTableName);
  throw new AwsError("SerializationException", "TableName is not a string");
}

const noTableName =
  "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null";

function respond(status: number, answer: object): GatewayResponse {
  const body = Buffer.from(JSON.stringify(answer));
  return {
    status,
    // The SDK verifies the checksum.
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) },
    body,
  };
}
