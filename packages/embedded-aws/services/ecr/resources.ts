import { resolve } from "node:path";
import type { PropertyMap, Registration } from "@batchline/pulumi-engine";
import { ResourceReference } from "@batchline/pulumi-engine";
import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { childOf } from "../../providers/child-resource.ts";
import type { Deployment, Realisations } from "../../providers/deployment.ts";
import { naming, readInputs } from "../../providers/inputs.ts";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryName = { maxLength: 256, lowerCase: true };

const repository = z.object(naming);
const image = z.object({
  repositoryUrl: z.string(),
  context: z.string().default("."),
  dockerfile: z.string().optional(),
  platform: z.string().optional(),
});

/** ECR: repositories, and images that are built without Docker (local/images). */
export const ecr: Realisations = {
  "aws:ecr/repository:Repository": (resource, deployment) => {
    const outputs = describe(resource, deployment);
    return { id: outputs.name, outputs };
  },
  "awsx:ecr:Repository": (resource, deployment) => {
    const outputs = describe(resource, deployment);
    const child = childOf(resource, "aws:ecr/repository:Repository", resource.name, outputs.name, outputs);
    return {
      id: "",
      outputs: { url: outputs.repositoryUrl, repository: new ResourceReference(child.urn, child.id) },
      children: [child],
    };
  },
  "awsx:ecr:Image": async (resource, { root, images }) => {
    const { repositoryUrl, context, dockerfile, platform } = readInputs(image, resource);
    const imageUri = await images.build({
      repository: repositoryUrl,
      context: resolve(root, context),
      ...(dockerfile === undefined ? {} : { dockerfile: resolve(root, dockerfile) }),
      ...(platform === undefined ? {} : { platform }),
    });
    return { id: "", outputs: { imageUri } };
  },
};

function describe(
  resource: Registration,
  { names, region }: Deployment,
): { readonly name: string; readonly repositoryUrl: string } & PropertyMap {
  const name = names.of(resource, readInputs(repository, resource), repositoryName);
  return {
    name,
    arn: regionalArn("ecr", region, `repository/${name}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    region,
  };
}
