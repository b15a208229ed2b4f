import { s3Errors } from "./s3-errors.ts";

/** The region whose buckets have no location constraint. */
export const firstRegion = "us-east-1";

/** What GetBucketLocation says of a bucket. */
export function locationOf(region: string): string {
  return region === firstRegion ? "" : region;
}

/**
 * Throws what CreateBucket at a region's endpoint answers to a location constraint. us-east-1 may create buckets of other regions;
 * that is not emulated. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
 */
export function checkLocation(constraint: string | undefined, region: string): void {
  if (region !== firstRegion) {
    const given = constraint === undefined || constraint === "" ? "unspecified" : constraint;
    if (given !== region) throw s3Errors.illegalLocation(given);
    return;
  }
  if (constraint === undefined || constraint === "") return;
  const other =
    constraint === "EU" || (/^[a-z]{2}(-[a-z]+)+-\d$/.test(constraint) && constraint !== firstRegion);
  if (!other) throw s3Errors.invalidLocation(constraint);
  throw s3Errors.notEmulated("CreateBucket", `LocationConstraint "${constraint}" is not emulated`);
}
