import type { DeployedTenant } from "../../contract/tenants.ts";
import { type Chunking, ChunkingError, checkAim, checkCount, type TenantFacts } from "./chunking.ts";
import { workSeconds } from "./work-rate.ts";

/** A chunk is a line of the manifest and a container for each stage: one slow run must not make a million of them. */
const mostParts = 1000;

interface PartsOptions<P> {
  /** The number that a tenant's parameters ask for, at least 1; undefined when they ask for none. It overrides `aim`. @default none */
  readonly parts?: (params: P) => number | undefined;
  /** How many seconds the stages of a chunk should take together; see `minutes`. @default earlier runs do not count */
  readonly aim?: number;
  /** The number until a run has succeeded. @default 1 */
  readonly first?: number;
  /** The highest number that `aim` can result in. @default 1000 */
  readonly most?: number;
}

/**
 * Cuts a tenant's work into the number of chunks that its parameters ask for. Without it, `aim` decides, with the median time of the
 * last five successful runs.
 * @throws {ChunkingError} BL-W002 for options out of range; BL-W003 when planning, if `parts` returns no whole number of at least 1.
 * @example chunks: perTenant<PriceReportParams>({ parts: ({ chunks }) => chunks })
 */
export function perTenant<P>(options: PartsOptions<P> = {}): Chunking<P> {
  const partsOf = numberOfParts(options);
  return {
    async chunksOf(tenant, params, facts) {
      return inParts(await partsOf(tenant, params, facts));
    },
  };
}

/**
 * Cuts like `perTenant`, and each chunk reads the outputs of the tenant's latest successful run of another workflow, if any.
 * @throws {ChunkingError} as `perTenant`.
 * @example chunks: perSourceRun<PriceReportParams>("price-import")
 */
export function perSourceRun<P>(workflow: string, options: PartsOptions<P> = {}): Chunking<P> {
  const partsOf = numberOfParts(options);
  return {
    async chunksOf(tenant, params, facts) {
      const latest = await facts.lastSuccess(workflow);
      if (latest === undefined) return [];
      const source = await facts.source(workflow, latest);
      const chunks = inParts(await partsOf(tenant, params, facts));
      return chunks.map((chunk) => ({ ...chunk, source }));
    },
    whyNone: `${workflow} has not succeeded for it yet: run that first`,
  };
}

function numberOfParts<P>({ parts, aim, first = 1, most = mostParts }: PartsOptions<P>) {
  checkAim(aim);
  checkCount("first", first);
  checkCount("most", most);
  return async ({ id }: DeployedTenant, params: P, facts: TenantFacts): Promise<number> => {
    const asked = parts?.(params);
    if (asked !== undefined) {
      if (Number.isInteger(asked) && asked >= 1) return asked;
      throw new ChunkingError(
        "BL-W003",
        `tenant ${id} asks for ${asked} chunks: use a whole number of at least 1`,
      );
    }
    if (aim === undefined) return first;
    const work = workSeconds(await facts.lastSuccess());
    return work === undefined ? first : Math.min(most, Math.max(1, Math.ceil(work / aim)));
  };
}

function inParts(parts: number): { readonly part: number; readonly parts: number }[] {
  return Array.from({ length: parts }, (_, part) => ({ part, parts }));
}
