import { isDeepStrictEqual } from "node:util";
import { regionalArn } from "../../providers/arn.ts";
import { readInputs } from "../../providers/inputs.ts";
import { resourcePolicy } from "../../providers/resource-policy.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import type { DynamoDb } from "./dynamodb.ts";
import { type TableInputs, tableInputs } from "./table-inputs.ts";
import { changes, creation } from "./table-requests.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const naming = { maxLength: 255, pattern: /^[\w.-]{3,}$/ };

/** Backups and encryption have no effect. */
export const resources: ResourceTypes<DynamoDb> = {
  "aws:dynamodb/table:Table": {
    naming,
    inputs: tableInputs,
    async create(resource, { service: dynamodb, region }) {
      const inputs = readInputs(tableInputs, resource);
      await dynamodb?.createTable(creation(inputs));
      await putSettings(inputs, dynamodb);
      return { id: inputs.name, outputs: await describe(inputs, region, dynamodb) };
    },
    async update(resource, existing, { service: dynamodb, region }) {
      const inputs = readInputs(tableInputs, resource);
      const old = readInputs(tableInputs, existing);
      const { id } = existing;
      for (const request of changes(old, inputs)) {
        await dynamodb?.updateTable(request);
        await dynamodb?.waitUntilTableExists(id);
      }
      // The provider leaves these two as they are if the program no longer has them.
      const { ttl, pointInTimeRecovery } = inputs;
      if (ttl && !isDeepStrictEqual(old.ttl, ttl)) await dynamodb?.updateTimeToLive(timeToLive(id, ttl));
      if (pointInTimeRecovery && old.pointInTimeRecovery?.enabled !== pointInTimeRecovery.enabled)
        await dynamodb?.updateContinuousBackups(recovery(inputs));
      return { id, outputs: await describe(inputs, region, dynamodb) };
    },
    async delete({ id: TableName }, { service: dynamodb }) {
      await unlessGone(["ResourceNotFoundException"], () => dynamodb?.deleteTable({ TableName }));
      await dynamodb?.waitUntilTableNotExists(TableName);
    },
    exists: ({ id }, { service: dynamodb }) => dynamodb?.hasTable(id),
    // All of a table is in the files of DynamoDB.
    restore() {},
  },
  "aws:dynamodb/resourcePolicy:ResourcePolicy": resourcePolicy("resourceArn"),
};

async function putSettings(inputs: TableInputs, dynamodb?: DynamoDb): Promise<void> {
  if (inputs.ttl?.enabled) await dynamodb?.updateTimeToLive(timeToLive(inputs.name, inputs.ttl));
  if (inputs.pointInTimeRecovery?.enabled) await dynamodb?.updateContinuousBackups(recovery(inputs));
}

function timeToLive(
  TableName: string,
  { attributeName: AttributeName, enabled: Enabled }: TableInputs["ttl"] & {},
) {
  return { TableName, TimeToLiveSpecification: { AttributeName, Enabled } };
}

function recovery({ name: TableName, pointInTimeRecovery }: TableInputs) {
  const PointInTimeRecoveryEnabled = pointInTimeRecovery?.enabled ?? false;
  return { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } };
}

async function describe({ name, streamEnabled }: TableInputs, region: string, dynamodb?: DynamoDb) {
  const table = streamEnabled ? (await dynamodb?.describeTable({ TableName: name }))?.Table : undefined;
  return {
    arn: regionalArn("dynamodb", region, `table/${name}`),
    name,
    region,
    ...(table && { streamArn: table.LatestStreamArn, streamLabel: table.LatestStreamLabel }),
  };
}
