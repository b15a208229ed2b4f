import { hash } from "node:crypto";
import { resolve } from "node:path";
import { childUrn, type Registration, ResourceReference } from "@batchline/pulumi-engine";
import { z } from "zod";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { naming, readInputs } from "../../providers/inputs.ts";
import type { Deployment, ResourceTypes } from "../../providers/resource-type.ts";
import type { Images } from "./images.ts";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryName = { maxLength: 256, lowerCase: true };

const repository = z.object(naming);
const image = z.object({
  repositoryUrl: z.string(),
  context: z.string().default("."),
  dockerfile: z.string().optional(),
  platform: z.string().optional(),
});

export const resources: ResourceTypes<Images> = {
  "aws:ecr/repository:Repository": {
    create(resource, deployment) {
      const outputs = describe(resource, deployment);
      return { id: outputs.name, outputs };
    },
  },
  "awsx:ecr:Repository": {
    create(resource, deployment) {
      const outputs = describe(resource, deployment);
      const type = "aws:ecr/repository:Repository";
      const { name } = resource;
      const child = { urn: childUrn(resource.urn, type, name), type, name, id: outputs.name, outputs };
      return {
        id: "",
        outputs: { url: outputs.repositoryUrl, repository: new ResourceReference(child.urn, child.id) },
        children: [child],
      };
    },
  },
  "awsx:ecr:Image": {
    async create(resource, { root, service: images }) {
      const { repositoryUrl, context, dockerfile, platform } = readInputs(image, resource);
      const built = await images?.build({
        repository: repositoryUrl,
        context: resolve(root, context),
        ...(dockerfile === undefined ? {} : { dockerfile: resolve(root, dockerfile) }),
        ...(platform === undefined ? {} : { platform }),
      });
      // A preview builds nothing, so the digest is invented.
      const imageUri = built ?? `${repositoryUrl}@sha256:${hash("sha256", repositoryUrl)}`;
      return { id: "", outputs: { imageUri } };
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": settingOf("repository"),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": settingOf("repository"),
};

function describe(resource: Registration, { names, region }: Deployment) {
  const name = names.of(resource, readInputs(repository, resource), repositoryName);
  return {
    name,
    arn: regionalArn("ecr", region, `repository/${name}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    region,
  };
}
