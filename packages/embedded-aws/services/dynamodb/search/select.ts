import { invalid, validation } from "../errors.ts";
import type { SearchRequest } from "../requests.ts";
import type { Index } from "../tables/table.ts";

/** Throws ValidationException for a Select that does not go with the rest. Query starts such messages with `prefix`. */
export function checkSelect(request: SearchRequest, prefix: string): void {
  const { AttributesToGet, IndexName, ProjectionExpression, Select } = request;
  if (Select === undefined) return;
  const named = ProjectionExpression === undefined ? "AttributesToGet" : "ProjectionExpression";
  const isSpecific = (ProjectionExpression ?? AttributesToGet) !== undefined;
  if (Select === "SPECIFIC_ATTRIBUTES") {
    if (isSpecific) return;
    throw validation(
      `${prefix}Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES`,
    );
  }
  if (isSpecific)
    throw validation(
      `${prefix}Cannot specify the ${named} when choosing to get ${Select === "COUNT" ? "only the Count" : Select}`,
    );
  if (Select === "ALL_PROJECTED_ATTRIBUTES" && IndexName === undefined)
    throw validation(`${prefix}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName`);
}

/** Throws ValidationException for a search that an index does not allow. `named` are the attributes of its projection. */
export function checkIndexSearch(request: SearchRequest, index: Index, named: Iterable<string>): void {
  if (index.isFilling) throw validation(`Cannot read from backfilling global secondary index: ${index.name}`);
  if (!index.isGlobal) return;
  if (request.ConsistentRead)
    throw validation("Consistent reads are not supported on global secondary indexes");
  const { attributes } = index;
  if (attributes === undefined) return;
  if (request.Select === "ALL_ATTRIBUTES")
    throw invalid(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  const missing = [...named].filter((name) => !attributes.has(name));
  if (missing.length > 0)
    throw invalid(`Global secondary index ${index.name} does not project [${missing.join(", ")}]`);
}
