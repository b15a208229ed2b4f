import { changedPaths, type ExistingResource, type PropertyMap } from "@batchline/pulumi-engine";
import { z } from "zod";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { regionalArn } from "../../providers/arn.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import { physicalId } from "../../providers/physical-id.ts";
import type { ResourceType } from "../../providers/resource-type.ts";

const inputs = z.object({
  ...named,
  defaultVersion: z.number().optional(),
  updateDefaultVersion: z.boolean().default(false),
});

/** Changes of these leave the versions known in a preview, as the AWS provider has it (CustomizeDiff). */
const withoutVersions = ["name", "namePrefix", "description", "defaultVersion", "updateDefaultVersion"];

/** Inputs of the template itself: their change makes no version. */
const ofTemplate = ["name", "namePrefix", "defaultVersion", "updateDefaultVersion", "tags", "region"];

/**
 * Declared only, with the versions of AWS: a change makes a new version, and the default version stays.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/ec2_launch_template.go
 */
export const launchTemplate: ResourceType<unknown> = {
  naming: {
    maxLength: 128,
    pattern: /^[\w.()/-]+$/,
    taken: () =>
      new AwsError(
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "Launch template name already in use.",
      ),
  },
  inputs,
  create(resource, { digits, region }) {
    const { name } = readInputs(inputs, resource);
    const id = physicalId("lt", digits);
    return { id, outputs: { ...describe(id, region), name, latestVersion: 1, defaultVersion: 1 } };
  },
  read({ readId = "" }, { region }) {
    return { id: readId, outputs: { ...describe(readId, region), latestVersion: 1, defaultVersion: 1 } };
  },
  diff(resource, _existing, difference) {
    const changed = difference.changed.map((path) => path.replace(/[.[].*/, ""));
    if (changed.every((input) => withoutVersions.includes(input))) return difference;
    const isDefault = resource.inputs.updateDefaultVersion === true;
    return { ...difference, recomputes: ["latestVersion", ...(isDefault ? ["defaultVersion"] : [])] };
  },
  update(resource, existing, { region }) {
    const { id } = existing;
    const { name, updateDefaultVersion, ...given } = readInputs(inputs, resource);
    const changed = changedPaths(versioned(existing.inputs), versioned(resource.inputs)).length > 0;
    const latestVersion = versionOf(existing, "latestVersion") + (changed ? 1 : 0);
    const { defaultVersion: kept = versionOf(existing, "defaultVersion") } = given;
    const defaultVersion = updateDefaultVersion ? latestVersion : kept;
    if (defaultVersion > latestVersion) throw versionNotFound(defaultVersion, id);
    return { id, outputs: { ...describe(id, region), name, latestVersion, defaultVersion } };
  },
};

function describe(id: string, region: string) {
  return { arn: regionalArn("ec2", region, `launch-template/${id}`), region };
}

function versioned(given: PropertyMap): PropertyMap {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => !ofTemplate.includes(name) && !name.startsWith("__")),
  );
}

function versionOf({ outputs }: ExistingResource, output: "latestVersion" | "defaultVersion"): number {
  return z.number().parse(outputs[output]);
}

function versionNotFound(version: number, id: string): AwsError {
  const message = `Could not find the specified version ${version} for the launch template with ID ${id}.`;
  return new AwsError("InvalidLaunchTemplateId.VersionNotFound", message);
}
