/** DescribeJobs takes so many ids. https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const idsPerCall = 100;

/** Job ids as DescribeJobs takes them: so many calls of at most 100 each. */
export function describeCalls(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, call) =>
    ids.slice(call * idsPerCall, (call + 1) * idsPerCall),
  );
}
