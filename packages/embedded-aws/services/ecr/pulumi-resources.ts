import { hash } from "node:crypto";
import { resolve } from "node:path";
import { type PropertyMap, ResourceReference, unknown } from "@batchline/pulumi-engine";
import { z } from "zod";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { json, named, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ComponentTypes, Deployment, ResourceTypes } from "../../providers/resource-type.ts";
import { lifecyclePolicyOf } from "./awsx-lifecycle-policy.ts";
import type { Images } from "./images.ts";
import { parseLifecyclePolicy } from "./lifecycle-policy.ts";

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const naming = {
  maxLength: 256,
  pattern: /^([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/,
  lowerCase: true,
  taken: (name: string) =>
    new AwsError(
      "RepositoryAlreadyExistsException",
      `The repository with name '${name}' already exists in the registry with id '${accountId}'`,
    ),
};

const repository = z.object({ ...named, forceDelete: z.boolean().optional() });
const image = z.object({
  repositoryUrl: z.string(),
  context: z.string().default("."),
  dockerfile: z.string().optional(),
  platform: z.string().optional(),
  imageName: z.string().optional(),
  imageTag: z.string().optional(),
});
const lifecyclePolicy = z.object({ repository: z.string(), policy: json });

export const resources: ResourceTypes<Images> = {
  "aws:ecr/repository:Repository": {
    naming,
    inputs: repository,
    create(resource, deployment) {
      const name = nameOf(resource);
      return { id: name, outputs: describe(name, deployment) };
    },
    update: (_, { id }, deployment) => ({ id, outputs: describe(id, deployment) }),
    delete: ({ id, inputs }, { service: images }) =>
      images?.deleteRepository(id, { force: inputs.forceDelete === true }),
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    inputs: lifecyclePolicy,
    create(resource, { service: images }) {
      const { repository: id, policy } = readInputs(lifecyclePolicy, resource);
      const parsed = parseLifecyclePolicy(policy);
      images?.setLifecyclePolicy(id, parsed);
      return { id, outputs: { registryId: accountId } };
    },
    delete: ({ id }, { service: images }) => images?.setLifecyclePolicy(id, undefined),
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": settingOf("repository"),
};

/** https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ecr/repository.ts */
export const components: ComponentTypes<Images> = {
  "awsx:ecr:Repository": {
    async construct({ name, inputs }, { register }) {
      const { lifecyclePolicy: rules, ...ofRepository } = inputs;
      const type = "aws:ecr/repository:Repository";
      const ownName = name.toLowerCase();
      const { urn, id, outputs } = await register({ type, name: ownName, inputs: ofRepository });
      const policy = lifecyclePolicyOf(rules);
      if (policy !== undefined)
        await register({
          type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
          name: ownName,
          inputs: { repository: outputs.name ?? unknown, policy },
        });
      return {
        url: outputs.repositoryUrl ?? unknown,
        repository: new ResourceReference(urn, id ?? unknown),
      };
    },
  },
  "awsx:ecr:Image": {
    async construct(resource, _, { root, service: images }): Promise<PropertyMap> {
      if (resource.inputs.repositoryUrl === unknown) return {};
      const { repositoryUrl, context, dockerfile, platform, imageName, imageTag } = readInputs(
        image,
        resource,
      );
      // awsx has a tag of its own for each context and Dockerfile.
      const own = `${hash("sha1", `${context};dockerfile=${dockerfile}`)}-container`;
      // Docker builds in a preview too, and pushes nothing then.
      const built = await images?.build({
        repository: repositoryUrl,
        tag: imageName ?? imageTag ?? own,
        context: resolve(root, context),
        ...(dockerfile === undefined ? {} : { dockerfile: resolve(root, dockerfile) }),
        ...(platform === undefined ? {} : { platform }),
      });
      // Nothing builds without the service, so the digest is invented.
      const imageUri = built ?? `${repositoryUrl}@sha256:${hash("sha256", repositoryUrl)}`;
      return { imageUri };
    },
  },
};

function describe(name: string, { region }: Deployment) {
  return {
    name,
    arn: regionalArn("ecr", region, `repository/${name}`),
    registryId: accountId,
    repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    region,
  };
}
