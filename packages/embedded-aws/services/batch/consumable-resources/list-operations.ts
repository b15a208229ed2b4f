import type * as api from "@aws-sdk/client-batch";
import type { Operations } from "../../../host/gateway/service.ts";
import type { Batch } from "../batch.ts";
import { checkState, clientException } from "../checks/client-exception.ts";
import { globMatches } from "../glob.ts";
import { jobSummary } from "../jobs/job-detail.ts";
import { page } from "../page.ts";

const most = 100;

/** Lists of consumable resources, and of the jobs that need one. */
export function consumableListOperations(batch: Batch): Operations {
  return {
    ListConsumableResources(input: api.ListConsumableResourcesRequest, call) {
      call.authorise("batch:ListConsumableResources", "*");
      const { items, nextToken } = page(
        {
          order: batch.consumables.all(),
          keep: keeps(input.filters, { CONSUMABLE_RESOURCE_NAME: (each) => each.consumableResourceName }),
          idOf: (each) => each.consumableResourceArn,
          most,
        },
        input,
      );
      const consumableResources = items.map((each) => {
        const { consumableResourceArn, consumableResourceName, resourceType, totalQuantity } = each;
        const { inUseQuantity } = batch.describeConsumableResource(consumableResourceName) ?? {};
        return { consumableResourceArn, consumableResourceName, totalQuantity, inUseQuantity, resourceType };
      });
      return { consumableResources, nextToken };
    },

    ListJobsByConsumableResource(input: api.ListJobsByConsumableResourceRequest, call) {
      const { consumableResource: reference, filters } = input;
      call.authorise("batch:ListJobsByConsumableResource", batch.consumables.arnFor(reference));
      const resource = batch.consumables.find(reference);
      checkState(resource !== undefined, `Consumable resource ${reference} does not exist`);
      const { consumableResourceName: name } = resource;
      const needing = [...batch.jobs()].flatMap((job) => {
        const quantity = job.request.consumables?.find((each) => each.name === name)?.quantity;
        return quantity === undefined ? [] : [{ ...byResource(batch, job), quantity }];
      });
      const keep = keeps<(typeof needing)[number]>(filters, {
        JOB_NAME: (each) => each.jobName,
        JOB_STATUS: (each) => each.jobStatus,
      });
      const { items, nextToken } = page({ order: needing, keep, idOf: (each) => each.jobArn, most }, input);
      return { jobs: items, nextToken };
    },
  };
}

function byResource(batch: Batch, job: Parameters<typeof jobSummary>[0]) {
  const submission = batch.submissionOf(job);
  const { jobArn, jobName, shareIdentifier, statusReason, startedAt, createdAt, status } = jobSummary(
    job,
    submission,
  );
  return {
    ...{ jobArn, jobName, shareIdentifier, jobStatus: status, statusReason, startedAt, createdAt },
    jobQueueArn: submission.queueArn,
    jobDefinitionArn: submission.definition.jobDefinitionArn,
    consumableResourceProperties:
      submission.request.consumableResourcePropertiesOverride ??
      submission.definition.consumableResourceProperties,
  };
}

/** Whether an item passes all filters, whose values ignore case and may end with `*`. Throws ClientException for an unknown filter. */
function keeps<T>(
  filters: readonly api.KeyValuesPair[] = [],
  fields: Readonly<Record<string, (item: T) => string>>,
): (item: T) => boolean {
  const tests = filters.map(({ name = "", values = [] }) => {
    const textOf = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (textOf === undefined) throw clientException(`Invalid filter name ${name}`);
    return (item: T) => values.some((value) => globMatches(value.toLowerCase(), textOf(item).toLowerCase()));
  });
  return (item) => tests.every((test) => test(item));
}
