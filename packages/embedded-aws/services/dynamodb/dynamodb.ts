import { crc32 } from "node:zlib";
import type { CreateTableCommandInput, UpdateTimeToLiveCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError, toAwsError, unknownOperation } from "../../host/gateway/aws-error.ts";
import { jsonStatus, targetOperation } from "../../host/gateway/protocols/aws-json.ts";
import type { GatewayRequest, GatewayResponse, Service } from "../../host/gateway/service.ts";
import { accountId, defaultRegion } from "../../host/identity/principal.ts";
import { authoriseTables } from "./access.ts";
import { type Answer, Database } from "./database.ts";
import { TimeToLive } from "./time-to-live.ts";

export interface DynamoDb {
  readonly service: Service;
  /** Creates a table unless it exists. Ignores settings without effect here. Throws ValidationException. */
  createTable(input: CreateTableCommandInput): Promise<void>;
  updateTimeToLive(input: UpdateTimeToLiveCommandInput): Promise<void>;
  stop(): Promise<void>;
}

interface DynamoDbOptions {
  /** The folder of the tables. @default tables in memory */
  readonly dir?: string;
  /** For ARNs. @default "us-east-1" */
  readonly region?: string;
}

const operations = new Set([
  ...["CreateTable", "DeleteTable", "DescribeTable", "ListTables", "UpdateTable"],
  ...["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"],
  ...["ListTagsOfResource", "TagResource", "UntagResource"],
]);

/** DynamoDB: dynalite with the signatures and policies of the gateway. */
export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDb> {
  const { region = defaultRegion } = options;
  const database = await Database.open(options.dir);
  const timeToLive = new TimeToLive();
  const arn = (table: string) => `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

  async function perform(operation: string, request: GatewayRequest): Promise<Answer> {
    const input = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
    const { authorise } = request;
    if (operation === "UpdateTimeToLive" || operation === "DescribeTimeToLive") {
      await authoriseTables(operation, input, { authorise, arn, database });
      await requireTable(input.TableName);
      return json(operation === "UpdateTimeToLive" ? timeToLive.update(input) : timeToLive.describe(input));
    }
    if (!operations.has(operation)) throw unknownOperation("dynamodb", operation);
    await authoriseTables(operation, input, { authorise, arn, database });
    if (operation === "DeleteTable") database.forget(input.TableName);
    const answer = await database.call(operation, request.body);
    return operation.endsWith("Table") ? inRegion(answer, region) : answer;
  }

  async function requireTable(name: unknown): Promise<void> {
    const known = typeof name === "string" && (await database.partitionKey(name)) !== undefined;
    if (known) return;
    throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
  }

  return {
    service: {
      signingName: "dynamodb",
      async handle(request) {
        const operation = targetOperation(request.headers);
        try {
          return respond(await perform(operation, request));
        } catch (cause) {
          const { status, code, message } = toAwsError(cause, operation);
          return respond({ ...json({ __type: code, message }), status: jsonStatus(status) });
        }
      },
    },
    async createTable(input) {
      const { status, body } = await database.call("CreateTable", JSON.stringify(tableDefinition(input)));
      if (status === 200) return;
      const { __type: type, message } = JSON.parse(body.toString("utf8"));
      const code = String(type).replace(/^.*#/, "");
      if (code !== "ResourceInUseException")
        throw new AwsError(code, `table ${input.TableName}: ${message}`, status);
    },
    async updateTimeToLive(input) {
      await requireTable(input.TableName);
      timeToLive.update(input);
    },
    stop: () => database.close(),
  };
}

function tableDefinition(input: CreateTableCommandInput) {
  const { TableName, AttributeDefinitions, KeySchema, BillingMode, ProvisionedThroughput } = input;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = input;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    ...(BillingMode !== "PAY_PER_REQUEST" && { ProvisionedThroughput }),
    ...(GlobalSecondaryIndexes?.length && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes?.length && { LocalSecondaryIndexes }),
  };
}

/** dynalite reads the region of ARNs from the process's environment. */
function inRegion(answer: Answer, region: string): Answer {
  const body = answer.body.toString("utf8");
  const arns = /"arn:aws:dynamodb:[\w-]*:\d{12}:/g;
  return { ...answer, body: Buffer.from(body.replace(arns, `"arn:aws:dynamodb:${region}:${accountId}:`)) };
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
