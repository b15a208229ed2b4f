import type {
  ContainerOverrides,
  ContainerProperties,
  KeyValuePair,
  ResourceRequirement,
} from "@aws-sdk/client-batch";
import { check } from "../checks/client-exception.ts";
import type { Resources } from "../scheduler/capacity.ts";

/** What Batch always returns of a container, also if it is empty. */
export const emptyLists = {
  ...{ command: [], volumes: [], environment: [], mountPoints: [], ulimits: [] },
  ...{ resourceRequirements: [], secrets: [] },
} satisfies Partial<ContainerProperties>;

/** A container's vCPUs, memory and GPUs: `resourceRequirements`, or the older `vcpus` and `memory`. @default 0 */
export function resourcesOf(
  container: Pick<ContainerProperties, "vcpus" | "memory" | "resourceRequirements">,
): Resources {
  const { vcpus = 0, memory = 0, resourceRequirements = [] } = container;
  const required = (wanted: ResourceRequirement["type"], otherwise: number) =>
    Number(resourceRequirements.find(({ type }) => type === wanted)?.value ?? otherwise);
  const gpus = required("GPU", 0);
  return {
    vcpus: required("VCPU", vcpus),
    memoryMiB: required("MEMORY", memory),
    ...(gpus > 0 && { gpus }),
  };
}

/** The container after a submission's overrides: lists merged by name or type, other properties replaced. */
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

/** Replaces `Ref::name` in a command by parameters. Throws ClientException for one without a value. */
export function substituted(
  command: readonly string[] = [],
  parameters: Readonly<Record<string, string>>,
): string[] {
  return command.map((word) =>
    word.replace(/Ref::([A-Za-z0-9_-]+)/g, (_, name: string) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
      check(value !== undefined, `Unable to substitute value. No parameter found for reference ${name}`);
      return value;
    }),
  );
}

function mergedBy<T>(key: (each: T) => string | undefined, first: T[] = [], second: T[] = []): T[] {
  return [...new Map([...first, ...second].map((each) => [key(each), each])).values()];
}
