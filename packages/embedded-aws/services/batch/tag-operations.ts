import type * as api from "@aws-sdk/client-batch";
import type { Operations } from "../../host/gateway/service.ts";
import type { Batch } from "./batch.ts";
import { checkState } from "./checks/client-exception.ts";
import { checkTags, tagContext } from "./checks/tags.ts";

/** A resource as far as its tags go. */
interface Tagged {
  tags?: Record<string, string> | undefined;
}

/** Tags of environments, queues, policies, consumable resources, revisions of job definitions, and jobs. */
export function tagOperations(batch: Batch): Operations {
  const found = (arn = "") => {
    const tagged = taggedResource(batch, arn);
    checkState(tagged !== undefined, `${arn} does not exist`);
    return tagged;
  };
  return {
    ListTagsForResource({ resourceArn = "" }: api.ListTagsForResourceRequest, call) {
      call.authorise("batch:ListTagsForResource", resourceArn);
      return { tags: { ...found(resourceArn).tags } };
    },

    TagResource({ resourceArn = "", tags = {} }: api.TagResourceRequest, call) {
      call.authorise("batch:TagResource", resourceArn, tagContext(tags));
      const tagged = found(resourceArn);
      const all = { ...tagged.tags, ...tags };
      checkTags(all);
      tagged.tags = all;
    },

    UntagResource({ resourceArn = "", tagKeys = [] }: api.UntagResourceRequest, call) {
      call.authorise("batch:UntagResource", resourceArn, { "aws:TagKeys": tagKeys });
      const tagged = found(resourceArn);
      tagged.tags = Object.fromEntries(
        Object.entries(tagged.tags ?? {}).filter(([key]) => !tagKeys.includes(key)),
      );
    },
  };
}

function taggedResource(batch: Batch, arn: string): Tagged | undefined {
  const { environments, queues, policies, consumables, definitions } = batch;
  const job = arn.startsWith(batch.jobArn("")) ? batch.job(arn.slice(batch.jobArn("").length)) : undefined;
  if (job !== undefined) return batch.submissionOf(job);
  const named = [environments, queues, policies, consumables].find((each) => arn.startsWith(each.arnOf("")));
  return named?.find(arn) ?? definitions.revision(arn);
}
