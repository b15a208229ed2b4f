import { keysOfRead } from "../condition-keys.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import type { Condition } from "../expressions/condition.ts";
import { parseCondition } from "../expressions/condition-parser.ts";
import { checkParameters } from "../expressions/exclusive-parameters.ts";
import { keyConditions } from "../expressions/key-condition.ts";
import { legacyKeyConditions } from "../expressions/legacy-conditions.ts";
import { Placeholders } from "../expressions/placeholders.ts";
import { projectionOf } from "../items/selection.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests } from "../requests.ts";
import { checkNested } from "../tables/check-keys.ts";
import { keyAttributes } from "../tables/table.ts";
import { filterOf } from "./filter.ts";
import { checkStartWithin, type KeyConditions, keyRange } from "./key-range.ts";
import { page } from "./page.ts";
import { searched } from "./searched.ts";
import { checkSelect } from "./select.ts";
import { checkStartValues, startPlace } from "./start-key.ts";

type Request = ItemRequests["Query"];

/** Query. Throws ValidationException. */
export function query(engine: Engine, request: Request): Prepared {
  checkRequest(request);
  const placeholders = new Placeholders(request);
  const { KeyConditionExpression: text } = request;
  const parsed =
    text === undefined ? undefined : parseCondition("KeyConditionExpression", text, placeholders).condition;
  const filter = filterOf(request, request.QueryFilter, placeholders);
  const projection = projectionOf(request, placeholders);
  placeholders.checkAllUsed();
  const conditions = conditionsOf(request, parsed);
  const name = engine.names.of(request.TableName);
  const attributes = [...conditions.keys(), ...filter.attributes, ...(projection?.attributes ?? [])];
  const keys = [...conditions].flatMap(([key, { values }]) => values.map((value) => ({ [key]: value })));
  const isSpecific = projection !== undefined;
  return {
    accesses: [
      {
        ...{ action: "Query", table: name, index: request.IndexName, keys },
        context: keysOfRead({ ...request, attributes, isSpecific }, request),
      },
    ],
    perform: () => {
      const { table, index } = searched(engine.table(name), request, projection?.attributes ?? []);
      const key = index?.key ?? table.key;
      const within = keyRange(conditions, key);
      const { ExclusiveStartKey: start } = request;
      const after = start && startPlace(start, { table, index, isQuery: true });
      if (start) checkStartWithin(start, conditions, key);
      const filtered = keyAttributes(key).find((attribute) => filter.attributes.has(attribute.name));
      if (filtered)
        throw validation(
          `${request.QueryFilter ? "QueryFilter" : "Filter Expression"} can only contain non-primary key attributes: Primary key attribute: ${filtered.name}`,
        );
      for (const { nested } of [filter, ...(projection ? [projection] : [])]) checkNested(nested, table);
      const range = { within, after, isBackward: request.ScanIndexForward === false };
      return page(engine, { table, index, range, filter: filter.condition, projection, request });
    },
  };
}

function checkRequest(request: Request): void {
  const { KeyConditionExpression, KeyConditions } = request;
  // Older KeyConditions go with a FilterExpression.
  const older = KeyConditionExpression === undefined ? [] : ["KeyConditions"];
  checkParameters(
    request,
    ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
    ["AttributesToGet", "QueryFilter", "ConditionalOperator", ...older],
  );
  checkSelect(request, "1 validation error detected: ");
  checkStartValues(request.ExclusiveStartKey);
  if (KeyConditionExpression === undefined && KeyConditions === undefined)
    throw validation(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
}

function conditionsOf({ KeyConditions = {} }: Request, parsed: Condition | undefined): KeyConditions {
  const conditions = parsed ? keyConditions(parsed) : legacyKeyConditions(KeyConditions);
  if (conditions.size !== 1 && conditions.size !== 2)
    throw validation("Conditions can be of length 1 or 2 only");
  return conditions;
}
