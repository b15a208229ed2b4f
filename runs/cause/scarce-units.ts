import { type BatchClient, DescribeConsumableResourceCommand, type JobDetail } from "@aws-sdk/client-batch";

/**
 * The limited resources that lack the units which a job needs, in a phrase; undefined if it has them all.
 * @example "2 of connections: 0 of 10 are free"
 */
export async function scarceUnits(batch: BatchClient, job: JobDetail): Promise<string | undefined> {
  const needs = job.consumableResourceProperties?.consumableResourceList ?? [];
  const found = await Promise.all(
    needs.map(async ({ consumableResource = "", quantity = 1 }) => {
      const named = new DescribeConsumableResourceCommand({ consumableResource });
      const { availableQuantity = 0, totalQuantity = 0, consumableResourceName } = await batch.send(named);
      if (availableQuantity >= quantity) return [];
      return `${quantity} of ${consumableResourceName}: ${availableQuantity} of ${totalQuantity} are free`;
    }),
  );
  const scarce = found.flat();
  return scarce.length === 0 ? undefined : scarce.join(", ");
}
