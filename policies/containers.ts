import { z } from "zod";
import { readJson } from "./json-text.ts";
import type { jobDefinition } from "./resource-types.ts";

/** What of a job's container rules look at. https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html */
const container = z.object({
  image: z.string().optional(),
  privileged: z.boolean().optional(),
  user: z.string().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  vcpus: z.number().optional(),
  memory: z.number().optional(),
  resourceRequirements: z.array(z.object({ type: z.string(), value: z.string() })).default([]),
  environment: z.array(z.object({ name: z.string(), value: z.string().default("") })).default([]),
  secrets: z.array(z.object({ name: z.string(), valueFrom: z.string() })).default([]),
  logConfiguration: z
    .object({ logDriver: z.string().optional(), options: z.record(z.string(), z.string()).default({}) })
    .optional(),
  jobRoleArn: z.string().optional(),
  executionRoleArn: z.string().optional(),
});

const node = z.object({
  numNodes: z.number(),
  nodeRangeProperties: z.array(z.object({ targetNodes: z.string(), container: container.optional() })),
});

const task = z.object({ taskProperties: z.array(z.object({ containers: z.array(container) })) });

export type Container = z.output<typeof container>;

/** A container of a job definition, and the path of the property it is in. */
export interface PlacedContainer {
  readonly path: string;
  readonly container: Container;
}

type Definition = NonNullable<typeof jobDefinition.props>;

/** The containers of a job definition of any kind. To call it throws where its properties are known only after deployment. */
export function containersOf(props: Definition): PlacedContainer[] {
  const single = readJson(container, props.containerProperties);
  const nodes = readJson(node, props.nodeProperties)?.nodeRangeProperties ?? [];
  const tasks = readJson(task, props.ecsProperties)?.taskProperties ?? [];
  return [
    ...(single === undefined ? [] : [{ path: "containerProperties", container: single }]),
    ...nodes.flatMap(({ container }, index) =>
      container === undefined
        ? []
        : [{ path: `nodeProperties.nodeRangeProperties[${index}].container`, container }],
    ),
    ...tasks.flatMap(({ containers }, index) =>
      containers.map((container, at) => ({
        path: `ecsProperties.taskProperties[${index}].containers[${at}]`,
        container,
      })),
    ),
  ];
}

/** What a container asks for, as Batch reads it: `resourceRequirements` over the older fields. */
export function demandOf({ resourceRequirements, vcpus, memory }: Container): {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus: number;
} {
  const required = (type: string) =>
    resourceRequirements.find((requirement) => requirement.type === type)?.value;
  return {
    vcpus: Number(required("VCPU") ?? vcpus ?? 0),
    memoryMiB: Number(required("MEMORY") ?? memory ?? 0),
    gpus: Number(required("GPU") ?? 0),
  };
}
