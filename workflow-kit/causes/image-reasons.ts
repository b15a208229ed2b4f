import { always, type ReasonRule } from "./reason-rule.ts";

const pull = (cause: RegExp, sentence: string, help: string): ReasonRule => ({
  pattern: new RegExp(`CannotPull\\w*:?.*?(?:${cause.source})`, "is"),
  explain: always({ kind: "image", sentence: `its image could not be fetched: ${sentence}`, help }),
});

/**
 * What went wrong while an image was fetched, special reasons first.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export const imageRules: readonly ReasonRule[] = [
  pull(
    /no basic auth|denied|unauthorized|authentication required|\b40[13]\b/,
    "its registry refuses the login",
    "check the repository's name, batchline:registrySecretArn, and the rights of the job's execution role and the instance role",
  ),
  pull(
    /manifest unknown|not found|does not exist|NotFound/,
    "it does not exist in its registry",
    "deploy again, which builds and pushes it, or correct batchline:workerImage",
  ),
  pull(
    /toomanyrequests|rate limit|\b429\b/,
    "its registry throttles",
    "run the rest again; copy the image to ECR, which throttles less",
  ),
  pull(
    /no space left on device/,
    "the disk of the instance is full",
    "raise batchline:diskGiB, or make the image smaller",
  ),
  pull(
    /no matching manifest|platform|architecture/,
    "it is not built for the instance's processor",
    "build it for batchline:architecture, and for x86_64 too if stages use GPUs",
  ),
  pull(
    /timeout|timed out|deadline|no such host|connection|dial tcp|context cancell?ed|EOF|network/,
    "its registry could not be reached",
    "check batchline:internet, the subnets' routes and security groups",
  ),
  {
    pattern: /CannotPull\w*:?\s*(?:Error response from daemon:\s*)?(.*)/s,
    explain: (_, [, detail]) => ({
      kind: "image",
      sentence: `its image could not be fetched: ${detail || "ECS does not say why"}`,
      help: "check batchline:workerImage and the registry",
    }),
  },
];
