import { isRecord } from "@batchline/diagnostics";
import { z } from "zod";
import { readJson } from "../json-text.ts";
import { jobDefinition } from "../resource-types.ts";
import { type Context, on, type ResourceCheck } from "../rule.ts";

const volumes = z
  .array(
    object({ name: z.string().optional(), host: object({ sourcePath: z.string().optional() }).optional() }),
  )
  .default([]);

const logConfiguration = object({
  logDriver: z.string().optional(),
  options: z.record(z.string(), z.string()).default({}),
});

/** The properties of a job's container that rules check. https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html */
const container = object({
  image: z.string().optional(),
  command: z.array(z.string()).default([]),
  privileged: z.boolean().optional(),
  user: z.string().optional(),
  /** A task of ECS properties has its role itself. */
  jobRoleArn: z.string().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  vcpus: z.number().optional(),
  memory: z.number().optional(),
  resourceRequirements: z.array(object({ type: z.string(), value: z.string() })).default([]),
  environment: z.array(object({ name: z.string(), value: z.string().default("") })).default([]),
  logConfiguration: logConfiguration.optional(),
  /** For a container of an ECS task: the task's. */
  volumes,
});

const tasks = object({ taskProperties: z.array(object({ containers: z.array(container), volumes })) });

const range = object({
  targetNodes: z.string(),
  container: container.optional(),
  ecsProperties: tasks.optional(),
});

const nodes = object({ numNodes: z.number(), nodeRangeProperties: z.array(range) });

/** The AWS provider accepts names in any case, and null for a missing value. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((value) => {
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, given]) => given !== null)
        .map(([name, given]) => [names.get(name.toLowerCase()) ?? name, given]),
    );
  }, z.object(shape));
}

export type Container = z.output<typeof container>;
type Tasks = z.output<typeof tasks>;

/** A container of a job definition, and the path of the property it is in. */
interface PlacedContainer {
  readonly path: string;
  readonly container: Container;
}

type Definition = NonNullable<typeof jobDefinition.props>;

/** The containers of a job definition of any kind.
 * @throws UnknownValueError for properties that are known only after deployment.
 * @example for (const { path, container } of containersOf(props)) … */
export function containersOf(props: Definition): PlacedContainer[] {
  const single = readJson(container, props.containerProperties);
  const ranges = readJson(nodes, props.nodeProperties)?.nodeRangeProperties ?? [];
  return [
    ...placed("containerProperties", single),
    ...ranges.flatMap(({ container, ecsProperties }, index) => {
      const path = `nodeProperties.nodeRangeProperties[${index}]`;
      return [...placed(`${path}.container`, container), ...inTasks(`${path}.ecsProperties`, ecsProperties)];
    }),
    ...inTasks("ecsProperties", readJson(tasks, props.ecsProperties)),
  ];
}

function placed(path: string, container: Container | undefined): PlacedContainer[] {
  return container === undefined ? [] : [{ path, container }];
}

function inTasks(path: string, tasks: Tasks | undefined): PlacedContainer[] {
  return (tasks?.taskProperties ?? []).flatMap(({ containers, volumes }, index) =>
    containers.map((container, at) => ({
      path: `${path}.taskProperties[${index}].containers[${at}]`,
      container: { ...container, volumes },
    })),
  );
}

/** The resources that a container requests: `resourceRequirements`, or else the older fields. Batch refuses a container without
 * vCPUs or memory.
 * @example demandOf(container) // { vcpus: 2, memoryMiB: 2048, gpus: 0 } */
export function demandOf({ resourceRequirements, vcpus, memory }: Container): {
  readonly vcpus: number | undefined;
  readonly memoryMiB: number | undefined;
  readonly gpus: number;
} {
  const required = (type: string) => {
    const found = resourceRequirements.find((requirement) => requirement.type === type);
    return found && Number(found.value);
  };
  return {
    vcpus: required("VCPU") ?? vcpus,
    memoryMiB: required("MEMORY") ?? memory,
    gpus: required("GPU") ?? 0,
  };
}

/** The properties of a job definition with its containers, each as JSON text. */
const holders = ["containerProperties", "nodeProperties", "ecsProperties"] as const;

/** Checks each container of a job. Containers that rules cannot read are reported as unchecked.
 * @example onContainers(({ path, container }, { report }) => { if (container.privileged) report(`${path}.privileged`, "is true"); }) */
export function onContainers(check: (placed: PlacedContainer, context: Context) => void): ResourceCheck {
  return on(jobDefinition, ({ props }, context) => {
    if ("eksProperties" in props) context.unchecked("eksProperties, which no rule reads");
    const containers = containersOf(props);
    for (const holder of holders)
      if (props[holder] !== undefined && !containers.some(({ path }) => path.startsWith(holder)))
        context.unchecked(`${holder}, which has no container of the form that AWS Batch documents`);
    for (const placed of containers) check(placed, context);
  });
}
