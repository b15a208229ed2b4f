import { resolve } from "node:path";
import type {
  Diagnostic,
  PropertyMap,
  Provider,
  RegisteredResource,
  Registration,
  Review,
} from "@batchline/pulumi-engine";
import {
  type ConfigOverrides,
  loadProject,
  ResourceFailure,
  runProgram,
  withoutReferences,
} from "@batchline/pulumi-engine";
import { readAutonaming } from "./autonaming.ts";
import type { Deployment, Services } from "./deployment.ts";
import { awsFunctions, leavingOthersUnknown, refusingOthers } from "./functions.ts";
import { hasUnknown, madeUp } from "./invented-outputs.ts";
import { PhysicalNames } from "./physical-name.ts";
import { isKnownType, realisationOf } from "./registry.ts";

export interface DeployOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Laid over the stack's configuration; `aws:region` is always the embedded AWS's own. */
  readonly config?: ConfigOverrides;
  /** See loadProject. */
  readonly encrypted?: string;
  /**
   * Tells the program that it is a preview, and makes up what the embedded AWS does not know; of such resources there are an id and
   * an ARN, the rest is unknown, as what functions answer is. Called for each that it knows and would refuse. Without it such a
   * resource or function fails the deployment.
   */
  readonly onMadeUp?: (failure: ResourceFailure) => void;
  /** See MonitorOptions of the engine. */
  readonly review?: Review;
  /** Called for what the program says and for warnings about what the embedded AWS does otherwise. */
  readonly onLog?: (diagnostic: Diagnostic) => void;
  /** Gives up; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface DeployedStack {
  /** The program's exports, secrets unwrapped. */
  readonly outputs: PropertyMap;
  readonly resources: readonly RegisteredResource[];
  /** What the program said, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Runs the Pulumi program and brings what it registers to life in the embedded AWS: `pulumi up` of a new stack.
 * Throws as runProgram does.
 */
export async function deployProgram(aws: Services, options: DeployOptions): Promise<DeployedStack> {
  const started = performance.now();
  const root = resolve(options.root);
  const config = { ...options.config, "aws:region": aws.region };
  const project = await loadProject({ ...options, root, overrides: config });
  const autonaming = readAutonaming(project.config["pulumi:autonaming"]);
  const warnings: Diagnostic[] = [];
  const deployment: Deployment = {
    region: aws.region,
    identity: aws.identity,
    s3: aws.s3,
    dynamodb: aws.dynamodb,
    logs: aws.logs,
    lambda: aws.lambda,
    images: aws.images,
    batch: aws.batch,
    stepFunctions: aws.stepFunctions,
    sns: aws.sns,
    mail: aws.mail,
    events: aws.events,
    root,
    names: new PhysicalNames({ project: project.name, stack: options.stack, autonaming }),
    policies: new Map(),
    warn({ type, name, urn }: Registration, message) {
      const warning: Diagnostic = { severity: "warning", message: `${type} "${name}": ${message}`, urn };
      warnings.push(warning);
      options.onLog?.(warning);
    },
  };
  const create = async (resource: Registration) =>
    realisationOf(resource)(asProviderGets(resource), deployment);
  const { onMadeUp } = options;
  const realise = onMadeUp === undefined ? create : onPaper(create, aws.region, onMadeUp);
  const functions = awsFunctions({ region: aws.region });
  const run = await runProgram({
    ...options,
    config,
    mode: "up",
    dryRun: onMadeUp !== undefined,
    provider: { create: realise, read: realise },
    functions: (onMadeUp === undefined ? refusingOthers : leavingOthersUnknown)(functions),
  });
  return {
    outputs: run.outputs,
    resources: run.resources,
    diagnostics: [...run.diagnostics, ...warnings],
    elapsedMs: performance.now() - started,
  };
}

/** A component of another package may be handed resources; what AWS makes is told their ids. */
function asProviderGets(resource: Registration): Registration {
  return resource.kind === "custom" ? { ...resource, inputs: withoutReferences(resource.inputs) } : resource;
}

/** The program is to be looked at, not to run. */
function onPaper(
  create: Provider["create"],
  region: string,
  onMadeUp: (failure: ResourceFailure) => void,
): Provider["create"] {
  return async (resource) => {
    if (!isKnownType(resource) || hasUnknown(resource.inputs)) return madeUp(resource, region);
    try {
      return await create(resource);
    } catch (cause) {
      onMadeUp(new ResourceFailure(resource, cause));
      return madeUp(resource, region);
    }
  };
}
