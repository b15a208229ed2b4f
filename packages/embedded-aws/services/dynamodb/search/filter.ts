import type { Condition } from "../expressions/condition.ts";
import { parseCondition } from "../expressions/condition-parser.ts";
import { type LegacyConditions, legacyCondition } from "../expressions/legacy-conditions.ts";
import type { Placeholders } from "../expressions/placeholders.ts";
import type { SearchRequest } from "../requests.ts";

/** What a search leaves out, and the top-level attributes that it names, or names parts of. */
export interface Filter {
  readonly condition: Condition | undefined;
  readonly attributes: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
}

/** The filter of a search. Throws ValidationException. @param older QueryFilter or ScanFilter */
export function filterOf(
  { ConditionalOperator, FilterExpression }: SearchRequest,
  older: LegacyConditions | undefined,
  placeholders: Placeholders,
): Filter {
  if (FilterExpression !== undefined)
    return parseCondition("FilterExpression", FilterExpression, placeholders);
  const condition = legacyCondition(older, ConditionalOperator);
  return { condition, attributes: new Set(Object.keys(older ?? {})), nested: new Set() };
}
