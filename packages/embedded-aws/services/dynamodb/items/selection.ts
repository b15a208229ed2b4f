import { invalid } from "../errors.ts";
import { checkParameters } from "../expressions/exclusive-parameters.ts";
import { Placeholders } from "../expressions/placeholders.ts";
import { type Projection, parseProjection, projectionTo } from "../expressions/projection.ts";
import type { Selecting } from "../requests.ts";

/** What a read of keys gives back; undefined for all. Throws ValidationException. */
export function selectionOf(request: Selecting): Projection | undefined {
  checkParameters(request, ["ProjectionExpression"], ["AttributesToGet"]);
  const placeholders = new Placeholders({ ExpressionAttributeNames: request.ExpressionAttributeNames });
  const projection = projectionOf(request, placeholders);
  placeholders.checkAllUsed();
  return projection;
}

/** The same, for requests with other expressions. */
export function projectionOf(
  { AttributesToGet, ProjectionExpression }: Selecting,
  placeholders: Placeholders,
): Projection | undefined {
  if (ProjectionExpression !== undefined) return parseProjection(ProjectionExpression, placeholders);
  if (AttributesToGet === undefined) return undefined;
  const names = new Set<string>();
  for (const name of AttributesToGet) {
    if (names.has(name)) throw invalid(`Duplicate value in attribute name: ${name}`);
    names.add(name);
  }
  return projectionTo(names);
}
