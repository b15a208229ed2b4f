import * as z from "zod";
import { RefusedRequestError } from "../errors.ts";
import type { RerunRequest, RunFilters } from "../view.ts";

const Filters = z.strictObject({
  workflow: z.string().exactOptional(),
  tenant: z.string().exactOptional(),
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]).exactOptional(),
  since: z.iso.datetime({ offset: true }).exactOptional(),
}) satisfies z.ZodType<RunFilters>;

const Rerun = z.strictObject({
  tenants: z.array(z.string()).min(1).exactOptional(),
}) satisfies z.ZodType<RerunRequest>;

/** The filters in a query. @throws RefusedRequestError for others */
export const filtersIn = (query: URLSearchParams) => checked(Filters, Object.fromEntries(query));

/** @throws RefusedRequestError if it is none */
export const rerunRequestIn = (body: unknown) => checked(Rerun, body);

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new RefusedRequestError(400, "BL-D004", z.prettifyError(error).replaceAll("\n", " "));
}
