import type {
  ContainerOverrides,
  ContainerProperties,
  KeyValuePair,
  ResourceRequirement,
} from "@aws-sdk/client-batch";
import { clientException } from "../checks/client-exception.ts";
import type { Resources } from "../scheduler/capacity.ts";

/** A container's vCPUs, memory and GPUs: `resourceRequirements`, or the older `vcpus` and `memory`. 0 where none says. */
export function resourcesOf(
  container: Pick<ContainerProperties, "vcpus" | "memory" | "resourceRequirements">,
): Resources {
  const required = (type: ResourceRequirement["type"]) =>
    container.resourceRequirements?.find((each) => each.type === type)?.value;
  const gpus = Number(required("GPU") ?? 0);
  return {
    vcpus: Number(required("VCPU") ?? container.vcpus ?? 0),
    memoryMiB: Number(required("MEMORY") ?? container.memory ?? 0),
    ...(gpus > 0 && { gpus }),
  };
}

/** A definition's container as a submission changes it. Lists are merged by name and by type, the command is replaced. */
export function overridden(
  container: ContainerProperties,
  overrides: ContainerOverrides = {},
): ContainerProperties {
  const { environment, resourceRequirements, instanceType: _, ...scalars } = overrides;
  return {
    ...container,
    ...scalars,
    environment: mergedBy((each: KeyValuePair) => each.name, container.environment, environment),
    resourceRequirements: mergedBy(
      (each: ResourceRequirement) => each.type,
      container.resourceRequirements,
      resourceRequirements,
    ),
  };
}

/** Puts parameters in the place of `Ref::name` in a command. Throws ClientException for one that has no value. */
export function substituted(
  command: readonly string[],
  parameters: Readonly<Record<string, string>>,
  requestId?: string,
): string[] {
  return command.map((word) =>
    word.replace(/Ref::([A-Za-z0-9_-]+)/g, (_, name: string) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      if (value !== undefined) return value;
      throw clientException(
        `Unable to substitute value. No parameter found for reference ${name}`,
        requestId,
      );
    }),
  );
}

function mergedBy<T>(key: (each: T) => string | undefined, first: T[] = [], second: T[] = []): T[] {
  return [...new Map([...first, ...second].map((each) => [key(each), each])).values()];
}
