import { DescribeJobDefinitionsCommand } from "@aws-sdk/client-batch";
import { BatchGetImageCommand, GetDownloadUrlForLayerCommand } from "@aws-sdk/client-ecr";
import { DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import * as z from "zod";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import type { Subject } from "../subject.ts";

/** As images name the stack's architectures. */
const platforms = { arm64: "arm64", x86_64: "amd64" } as const;

/** https://github.com/opencontainers/image-spec/blob/main/image-index.md and manifest.md */
const manifestSchema = json(
  z.object({
    manifests: z.array(z.object({ platform: z.object({ architecture: z.string() }).optional() })).optional(),
    config: z.object({ digest: z.string() }).optional(),
  }),
);
const configSchema = json(z.object({ architecture: z.string() }));

/** Whether the worker's images that jobs start from still exist, for the instances' architecture. */
export const image: Check = {
  name: "image",
  why: "A job whose image is gone, or is for another processor, fails before its stage starts.",
  actions: [
    "states:DescribeStateMachine",
    "batch:DescribeJobDefinitions",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
  ],
  async run(subject, signal) {
    if (subject.outputs === undefined) return [note("not checked: there are no job definitions yet")];
    const images = await imagesOfJobs(subject, signal);
    if (images.length === 0)
      return [
        wrong(
          "the state machines' job definitions are gone",
          `npx pulumi up --stack ${subject.stack} --refresh`,
        ),
      ];
    return Promise.all(images.map((uri) => checkImage(uri, subject, signal)));
  },
};

/** A text of JSON that has the form of `schema`. */
function json<Value>(schema: z.ZodType<Value>) {
  return z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("it is not JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** The images of the job definitions that the state machines name. */
async function imagesOfJobs({ clients, outputs }: Subject, abortSignal: AbortSignal): Promise<string[]> {
  const machines = Object.values(outputs?.stateMachines ?? {});
  const texts = await Promise.all(
    machines.map(async (stateMachineArn) => {
      const request = new DescribeStateMachineCommand({ stateMachineArn });
      return (await clients.sfn.send(request, { abortSignal })).definition ?? "";
    }),
  );
  const arns = texts.flatMap((text) => text.match(/arn:[\w:-]+:job-definition\/[\w-]+:\d+/g) ?? []);
  // Without names Batch describes all of the account.
  if (arns.length === 0) return [];
  const request = new DescribeJobDefinitionsCommand({ jobDefinitions: [...new Set(arns)] });
  const { jobDefinitions = [] } = await clients.batch.send(request, { abortSignal });
  const images = jobDefinitions.flatMap(({ containerProperties, nodeProperties }) => [
    containerProperties?.image ?? [],
    nodeProperties?.nodeRangeProperties?.flatMap(({ container }) => container?.image ?? []) ?? [],
  ]);
  return [...new Set(images.flat())];
}

async function checkImage(uri: string, subject: Subject, abortSignal: AbortSignal): Promise<Finding> {
  const { clients, config, stack } = subject;
  const [, registryId, repositoryName = "", imageDigest] =
    /^(\d{12})\.dkr\.ecr\.[^/]+\/([^@]+)@(sha256:\w+)$/.exec(uri) ?? [];
  if (imageDigest === undefined) return note(`not checked: ${uri} is not in ECR`);
  const repository = { registryId, repositoryName };
  const { images: [found] = [] } = await clients.ecr.send(
    new BatchGetImageCommand({
      ...repository,
      imageIds: [{ imageDigest }],
      acceptedMediaTypes: [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
      ],
    }),
    { abortSignal },
  );
  const again = `npx pulumi up --stack ${stack} builds it again`;
  if (found?.imageManifest === undefined) return wrong(`${uri} is gone from ECR`, again);
  const unreadable = note(`not checked: ${uri} has a manifest of an unknown form`);
  const manifest = manifestSchema.safeParse(found.imageManifest);
  if (!manifest.success) return unreadable;
  const { manifests, config: layer } = manifest.data;
  const architectures = manifests?.flatMap(({ platform }) => platform?.architecture ?? []) ?? [];
  if (layer !== undefined) {
    const request = new GetDownloadUrlForLayerCommand({ ...repository, layerDigest: layer.digest });
    const { downloadUrl = "" } = await clients.ecr.send(request, { abortSignal });
    const answer = await fetch(downloadUrl, { signal: abortSignal });
    if (!answer.ok) return wrong(`not checked: S3 answers ${answer.status} for a part of ${uri}`, again);
    const found = configSchema.safeParse(await answer.text());
    if (!found.success) return unreadable;
    architectures.push(found.data.architecture);
  }
  const wanted = platforms[config.architecture];
  // Attestations of a build say "unknown".
  const named = architectures.filter((each) => each !== "unknown").join(", ");
  return architectures.includes(wanted)
    ? ok(`${uri} is for ${named}`)
    : wrong(`${uri} is for ${named}, and the stack's instances are ${wanted}`, again);
}
