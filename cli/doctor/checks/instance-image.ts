import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
} from "@aws-sdk/client-ec2";
import { age, day } from "../age.ts";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import { deployedQueues, queueActions } from "../deployed-queues.ts";
import type { Subject } from "../subject.ts";

/** AWS publishes a new image about every two weeks. */
const oldestMs = 90 * day;

/** The age of the image that instances start from. */
export const instanceImage: Check = {
  name: "instance-image",
  why: "Batch never patches an environment's image. An old one has known holes.",
  actions: [
    ...queueActions,
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeInstances",
    "ec2:DescribeImages",
  ],
  async run(subject, abortSignal) {
    const { clients, outputs, stack, now } = subject;
    if (outputs === undefined) return [note("not checked: there are no environments yet")];
    const chosen = await imagesOfTemplates(subject, abortSignal);
    const ids = chosen.length > 0 ? chosen : await imagesOfInstances(subject, abortSignal);
    if (ids.length === 0)
      return [
        note(
          "Batch chose the image, and no instance runs that shows which",
          "set batchline:ami to recommended",
        ),
      ];
    // With `ImageIds`, one that is gone is an error for all.
    const Filters = [{ Name: "image-id", Values: ids }];
    const request = new DescribeImagesCommand({ Filters, IncludeDeprecated: true });
    const { Images = [] } = await clients.ec2.send(request, { abortSignal });
    return ids.map((id): Finding => {
      const image = Images.find(({ ImageId }) => ImageId === id);
      const newer = `with batchline:ami at recommended, npx pulumi up --stack ${stack} takes the newest`;
      if (image?.CreationDate === undefined) return wrong(`${id} does not exist any more`, newer);
      const since = now() - Date.parse(image.CreationDate);
      const what = `${id} (${image.Name}) is ${age(since)} old`;
      return since > oldestMs ? wrong(what, newer) : ok(what);
    });
  },
};

/** Of the versions that the environments pin. */
async function imagesOfTemplates(subject: Subject, abortSignal: AbortSignal): Promise<string[]> {
  const environments = (await deployedQueues(subject, abortSignal)).flatMap((queue) => queue.environments);
  const images = environments.map(async ({ computeResources }) => {
    const { launchTemplateId: LaunchTemplateId, version } = computeResources?.launchTemplate ?? {};
    if (LaunchTemplateId === undefined || version === undefined) return [];
    const request = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [version] });
    const { LaunchTemplateVersions = [] } = await subject.clients.ec2.send(request, { abortSignal });
    return LaunchTemplateVersions.flatMap(({ LaunchTemplateData }) => LaunchTemplateData?.ImageId ?? []);
  });
  return [...new Set((await Promise.all(images)).flat())];
}

/** The images of running instances, which have the stack's tags. */
async function imagesOfInstances({ clients, project, stack }: Subject, abortSignal: AbortSignal) {
  const request = new DescribeInstancesCommand({
    Filters: [
      { Name: "tag:application", Values: [project] },
      { Name: "tag:stack", Values: [stack] },
      { Name: "instance-state-name", Values: ["pending", "running"] },
    ],
  });
  const { Reservations = [] } = await clients.ec2.send(request, { abortSignal });
  const ids = Reservations.flatMap(({ Instances = [] }) => Instances.flatMap(({ ImageId }) => ImageId ?? []));
  return [...new Set(ids)];
}
