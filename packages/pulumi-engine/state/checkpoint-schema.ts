import { z } from "zod";

/*
 * The parts that this engine uses of Pulumi's deployment, version 3:
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
 */
const urns = z.array(z.string());
const properties = z.record(z.string(), z.json());

const resource = z.object({
  urn: z.string(),
  custom: z.boolean(),
  delete: z.boolean().optional(),
  id: z.string().optional(),
  type: z.string(),
  inputs: properties.optional(),
  outputs: properties.optional(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
  taint: z.boolean().optional(),
  external: z.boolean().optional(),
  dependencies: urns.optional(),
  provider: z.string().optional(),
  propertyDependencies: z.record(z.string(), urns.nullable()).optional(),
  pendingReplacement: z.boolean().optional(),
  additionalSecretOutputs: z.array(z.string()).optional(),
  /** In seconds. */
  customTimeouts: z
    .object({ create: z.number().optional(), update: z.number().optional(), delete: z.number().optional() })
    .optional(),
  importID: z.string().optional(),
  retainOnDelete: z.boolean().optional(),
  deletedWith: z.string().optional(),
  replaceWith: urns.optional(),
  ignoreChanges: z.array(z.string()).optional(),
  replaceOnChanges: z.array(z.string()).optional(),
  replacementTrigger: z.json().optional(),
  resourceHooks: z.record(z.string(), z.array(z.string())).optional(),
});

/** What `pulumi stack export` writes. Fields that the engine does not use are left out. */
export const checkpoint = z.object({
  version: z.literal([3, 4]),
  deployment: z.object({
    secrets_providers: z
      .object({ type: z.string(), state: z.object({ salt: z.string().optional() }).optional() })
      .optional(),
    resources: z.array(resource).default([]),
  }),
});

export type CheckpointResource = z.infer<typeof resource>;
export type Checkpoint = z.infer<typeof checkpoint>;
