import type { BillingMode, ProvisionedThroughput } from "@aws-sdk/client-dynamodb";
import { invalid, validation } from "../errors.ts";
import type { Throughput } from "./table.ts";

const most = 1_000_000_000_000;

/** The throughput of a table or index; undefined if it pays per request. Throws ValidationException. */
export function throughputOf(
  mode: BillingMode | undefined,
  given: ProvisionedThroughput | undefined,
): Throughput | undefined {
  if (mode === "PAY_PER_REQUEST") {
    if (given === undefined) return undefined;
    throw invalid(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  const { ReadCapacityUnits, WriteCapacityUnits } = given ?? {};
  if (!ReadCapacityUnits || !WriteCapacityUnits)
    throw invalid(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  for (const [name, units] of Object.entries({ ReadCapacityUnits, WriteCapacityUnits }))
    if (units > most) throw validation(`Given value ${units} for ${name} is out of bounds`);
  return { ReadCapacityUnits, WriteCapacityUnits };
}
