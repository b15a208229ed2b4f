import { crc32 } from "node:zlib";
import { toAwsError, unknownOperation } from "../../host/gateway/aws-error.ts";
import { jsonStatus, targetOperation } from "../../host/gateway/protocols/aws-json.ts";
import type { GatewayRequest, GatewayResponse, Operations, Service } from "../../host/gateway/service.ts";
import { defaultRegion } from "../../host/identity/principal.ts";
import { authoriseTables } from "./access.ts";
import { type Answer, Database } from "./database.ts";
import { Tables } from "./tables.ts";

interface DynamoDbOptions {
  /** The folder of the tables. @default tables in memory */
  readonly dir?: string;
  /** For ARNs. @default "us-east-1" */
  readonly region?: string;
}

/** Those that dynalite answers. */
const itemOperations = new Set([
  ...["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"],
  ...["ListTables", "ListTagsOfResource", "TagResource", "UntagResource"],
]);

/** DynamoDB: dynalite with the signatures and policies of the gateway. */
export class DynamoDb extends Tables {
  readonly service: Service = { signingName: "dynamodb", handle: (request) => this.#handle(request) };
  readonly #database: Database;
  readonly #operations: Operations = {
    CreateTable: (input) => this.createTable(input),
    DeleteTable: (input) => this.deleteTable(input),
    DescribeContinuousBackups: (input) => this.describeContinuousBackups(input),
    DescribeTable: (input) => this.describeTable(input),
    DescribeTimeToLive: (input) => this.describeTimeToLive(input),
    UpdateContinuousBackups: (input) => this.updateContinuousBackups(input),
    UpdateTable: (input) => this.updateTable(input),
    UpdateTimeToLive: (input) => this.updateTimeToLive(input),
  };

  constructor(database: Database, region: string) {
    super(database, region);
    this.#database = database;
  }

  stop(): Promise<void> {
    return this.#database.close();
  }

  async #handle(request: GatewayRequest): Promise<GatewayResponse> {
    const operation = targetOperation(request.headers);
    try {
      return respond(await this.#perform(operation, request));
    } catch (cause) {
      const { status, code, message } = toAwsError(cause, operation);
      return respond({ ...json({ __type: code, message }), status: jsonStatus(status) });
    }
  }

  async #perform(operation: string, request: GatewayRequest): Promise<Answer> {
    const { body, authorise } = request;
    const database = this.#database;
    const onTables = Object.hasOwn(this.#operations, operation) ? this.#operations[operation] : undefined;
    if (onTables === undefined && !itemOperations.has(operation))
      throw unknownOperation("dynamodb", operation);
    const input = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
    await authoriseTables(operation, input, { authorise, arn: (table) => this.arn(table), database });
    return onTables === undefined ? database.call(operation, body) : json(await onTables(input, request));
  }
}

export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDb> {
  return new DynamoDb(await Database.open(options.dir), options.region ?? defaultRegion);
}

function json(value: object): Answer {
  return { status: 200, body: Buffer.from(JSON.stringify(value)) };
}

function respond({ status, body }: Answer): GatewayResponse {
  return {
    status,
    // The SDK verifies the checksum.
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) },
    body,
  };
}
