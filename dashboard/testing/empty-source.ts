import { RefusedRequestError } from "../errors.ts";
import type { PageSource } from "../server/page-source.ts";

const missing = () => Promise.reject(new RefusedRequestError(404, "BL-D003", "there is no such run"));

/** A stack without runs, but for what `changed` says. @example await startDashboard(emptySource({ run: async () => view })) */
export const emptySource = (changed: Partial<PageSource> = {}): PageSource => ({
  page: async () => ({
    ...{ stack: "dev", region: "eu-central-1", workflows: ["catalog-import"] },
    ...{ isReport: false, hasMailbox: false },
  }),
  runs: async (filters) => ({ runs: [], hasMore: false, filters }),
  run: missing,
  causes: missing,
  chunk: missing,
  mail: async () => ({ messages: [] }),
  rerun: missing,
  stop: missing,
  watch: () => () => undefined,
  ...changed,
});
