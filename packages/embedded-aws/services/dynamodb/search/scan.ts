import { keysOfRead } from "../condition-keys.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import { checkParameters } from "../expressions/exclusive-parameters.ts";
import { Placeholders } from "../expressions/placeholders.ts";
import { projectionOf } from "../items/selection.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests } from "../requests.ts";
import { checkNested } from "../tables/check-keys.ts";
import { filterOf } from "./filter.ts";
import { page } from "./page.ts";
import { searched } from "./searched.ts";
import { checkSelect } from "./select.ts";
import { checkStartValues, startPlace } from "./start-key.ts";

type Request = ItemRequests["Scan"];

/** Scan. Throws ValidationException. */
export function scan(engine: Engine, request: Request): Prepared {
  checkRequest(request);
  const placeholders = new Placeholders(request);
  const filter = filterOf(request, request.ScanFilter, placeholders);
  const projection = projectionOf(request, placeholders);
  placeholders.checkAllUsed();
  const name = engine.names.of(request.TableName);
  const attributes = [...filter.attributes, ...(projection?.attributes ?? [])];
  const context = keysOfRead({ ...request, attributes, isSpecific: projection !== undefined }, request);
  return {
    accesses: [{ action: "Scan", table: name, index: request.IndexName, context }],
    perform: () => {
      const { table, index } = searched(engine.table(name), request, projection?.attributes ?? []);
      const within = segment(request);
      const after =
        request.ExclusiveStartKey && startPlace(request.ExclusiveStartKey, { table, index, isQuery: false });
      if (after && (after.token < within.firstToken || after.token > within.lastToken))
        throw validation(
          `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${request.TotalSegments} Segment: ${request.Segment}`,
        );
      for (const { nested } of [filter, ...(projection ? [projection] : [])]) checkNested(nested, table);
      const range = { within, after, isBackward: false };
      return page(engine, { table, index, range, filter: filter.condition, projection, request });
    },
  };
}

function checkRequest(request: Request): void {
  checkParameters(
    request,
    ["ProjectionExpression", "FilterExpression"],
    ["AttributesToGet", "ScanFilter", "ConditionalOperator"],
  );
  checkSelect(request, "");
  checkStartValues(request.ExclusiveStartKey);
  const { Segment, TotalSegments } = request;
  if (Segment !== undefined && TotalSegments === undefined)
    throw validation(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (TotalSegments === undefined) return;
  if (Segment === undefined)
    throw validation(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (Segment >= TotalSegments)
    throw validation(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
}

/** The partitions that a segment reads. */
function segment({ Segment = 0, TotalSegments = 1 }: Request) {
  const start = (index: number) => Math.ceil((2 ** 32 * index) / TotalSegments);
  return { firstToken: start(Segment), lastToken: start(Segment + 1) - 1 };
}
