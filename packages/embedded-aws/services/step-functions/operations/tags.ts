import type * as api from "@aws-sdk/client-sfn";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { StateMachine } from "../state-machine.ts";
import type { StateMachines } from "../state-machines.ts";
import type { Store } from "../store.ts";

type Tags = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const mostTags = 50;

/** Tags of state machines. */
export function tagOperations(store: Store, machines: StateMachines): Operations {
  const tagged = (arn = ""): StateMachine => {
    const machine = store.machines.get(arn);
    if (machine !== undefined) return machine;
    throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
  };
  return {
    ListTagsForResource: (
      { resourceArn = "" }: api.ListTagsForResourceInput,
      call: Call,
    ): api.ListTagsForResourceOutput => {
      call.authorise("states:ListTagsForResource", resourceArn);
      const { tags = {} } = tagged(resourceArn);
      return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    },
    TagResource: ({ resourceArn = "", tags = [] }: api.TagResourceInput, call: Call): void => {
      const given = tagsOf(tags, resourceArn);
      call.authorise("states:TagResource", resourceArn, tagContext(given));
      const all = { ...tagged(resourceArn).tags, ...given };
      checkNumber(all, resourceArn);
      machines.tag(resourceArn, all);
    },
    UntagResource: ({ resourceArn = "", tagKeys = [] }: api.UntagResourceInput, call: Call): void => {
      call.authorise("states:UntagResource", resourceArn, { "aws:TagKeys": tagKeys });
      const left = Object.entries(tagged(resourceArn).tags ?? {}).filter(([key]) => !tagKeys.includes(key));
      machines.tag(resourceArn, Object.fromEntries(left));
    },
  };
}

/** Throws TooManyTags. */
export function tagsOf(tags: readonly api.Tag[], arn: string): Tags {
  const given = Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
  checkNumber(given, arn);
  return given;
}

/** What policies find of the tags of a request. */
export function tagContext(tags: Tags): Record<string, string | string[]> {
  const values = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
  return { ...Object.fromEntries(values), "aws:TagKeys": Object.keys(tags) };
}

function checkNumber(tags: Tags, arn: string): void {
  if (Object.keys(tags).length <= mostTags) return;
  throw new AwsError("TooManyTags", `A resource can have at most ${mostTags} tags: '${arn}'`);
}
