/** What `npm start` prints for each sample tenant, and the first run on AWS, too. */
export const sampleImport: Readonly<Record<string, SampleResult>> = {
  "acme-outdoor": succeeded(4, 20),
  "bolt-bikes": succeeded(1, 12),
  "cafe-lumiere": succeeded(1, 10),
  "delta-decor": { status: "SKIPPED" },
  "ember-toys": succeeded(1, 12, 9),
  "fjord-fashion": succeeded(1, 12),
};

interface SampleResult {
  readonly status: string;
  readonly chunks?: number;
  readonly items?: { readonly done: number; readonly failed: number; readonly skipped: number };
}

function succeeded(chunks: number, done: number, failed = 0): SampleResult {
  return { status: "SUCCEEDED", chunks, items: { done, failed, skipped: 0 } };
}

/** The same part of what `batchline run catalog-import --json` printed. */
export function resultsIn(json: string): Readonly<Record<string, SampleResult>> {
  const [run = JSON.parse(json)]: readonly Run[] = [JSON.parse(json)].flat();
  return Object.fromEntries(
    run.tenants.map(({ tenant, status, chunks, items }) => [
      tenant,
      status === "SKIPPED" ? { status } : { status, chunks, items },
    ]),
  );
}

interface Run {
  readonly tenants: readonly (Required<SampleResult> & { readonly tenant: string })[];
}
