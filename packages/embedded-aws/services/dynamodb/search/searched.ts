import { validation } from "../errors.ts";
import type { SearchRequest } from "../requests.ts";
import type { Index, Table } from "../tables/table.ts";
import { checkIndexSearch } from "./select.ts";

/** What a search reads. Throws ValidationException. @param named attributes of its projection */
export function searched(
  table: Table,
  request: SearchRequest,
  named: Iterable<string>,
): { readonly table: Table; readonly index: Index | undefined } {
  if (request.IndexName === undefined) return { table, index: undefined };
  const index = table.index(request.IndexName);
  if (index === undefined)
    throw validation(`The table does not have the specified index: ${request.IndexName}`);
  checkIndexSearch(request, index, named);
  return { table, index };
}
