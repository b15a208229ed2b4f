import { onContainers } from "../kit/jobs/containers.ts";
import { lambda } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
const byDigest = /@sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

export const imageDigest = resourceRule({
  name: "image-digest",
  code: "BL-P030",
  title: "Images are pinned by digest, so that the reviewed code runs",
  severity: "high",
  enforcement: "advisory",
  fix: "Set workerImage in Pulumi.<stack>.yaml to <repository>@sha256:<digest>, or remove it: WorkerImage builds the image and pins its digest. A tag can move, and then retries of one run have different code.",
  checks: () => [
    onContainers(({ path, container: { image } }, { report }) => {
      if (image !== undefined && !byDigest.test(image))
        report(`${path}.image`, `is ${image}, without a digest`);
    }),
    on(lambda, ({ props }, { report }) => {
      if (props.imageUri !== undefined && !byDigest.test(props.imageUri))
        report("imageUri", `is ${props.imageUri}, without a digest`);
    }),
  ],
});
