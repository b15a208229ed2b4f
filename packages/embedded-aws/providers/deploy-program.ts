import { resolve } from "node:path";
import {
  type Autonaming,
  type ConfigOverrides,
  type Diagnostic,
  loadProject,
  openState,
  type PropertyMap,
  type PropertyValue,
  type ProvidedResource,
  type Provider,
  programPlace,
  type RegisteredResource,
  type Registration,
  ResourceFailure,
  type Review,
  readAutonaming,
  runProgram,
  type Step,
  type StepListener,
  Unknown,
} from "@batchline/pulumi-engine";
import type { AnyService, RunningServices } from "../host/embedded-service.ts";
import { embeddedServices } from "../services/index.ts";
import { regionalArn } from "./arn.ts";
import { AwsProvider } from "./aws-provider.ts";
import { checkingFirst } from "./checking-first.ts";
import { awsFunctions, leavingOthersUnknown, refusingOthers } from "./functions.ts";
import { digitsOf, physicalId } from "./physical-id.ts";
import type { ResourceRecord } from "./resource-record.ts";
import { isKnownType } from "./resource-registry.ts";

/** A running embedded AWS, or only a region, in which nothing is created. */
interface DeploymentTarget {
  readonly region: string;
  /** @default nothing runs: resources only compute their ids and outputs */
  readonly running?: RunningServices;
  /** @default what is created is not remembered */
  readonly record?: ResourceRecord;
  /** Variables with which the program reaches the account. @default the program has this process's variables */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface DeployOptions {
  /** The folder with Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Overrides keys of the stack's configuration; `aws:region` is always the region of the embedded AWS. */
  readonly config?: ConfigOverrides;
  readonly encrypted?: string;
  /**
   * What the stack consists of, in the format of `pulumi stack export`. The next deployment to the same account continues from it.
   * @default a new stack, which is not kept
   */
  readonly stateFile?: string;
  /** Only plans the steps. @default false */
  readonly preview?: boolean;
  /** Deletes the stack instead, like `pulumi destroy --run-program --exclude-protected`. @default false */
  readonly destroy?: boolean;
  /**
   * Makes it a dry run: the program sees a preview. Resources that are refused or of an unknown type get an invented id and ARN.
   * Their other outputs are unknown, as are results of unknown functions. Called for each refused resource.
   * @default such a resource or function fails the deployment
   */
  readonly onInvented?: (failure: ResourceFailure) => void;
  readonly review?: Review;
  /** Called with each step, deletions included. */
  readonly onStep?: StepListener;
  /** Receives messages of the program, and warnings about differences from AWS. */
  readonly onLog?: (diagnostic: Diagnostic) => void;
  /** Aborts the deployment; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface DeployedStack {
  /** The program's exports, secrets unwrapped. */
  readonly outputs: PropertyMap;
  /** What the program registered; after `destroy`, what stays. */
  readonly resources: readonly RegisteredResource[];
  /** What was done, or is planned, in order. */
  readonly steps: readonly Step[];
  /** Messages of the program, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Duration in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Runs a Pulumi program and brings the embedded AWS to what it registers, like `pulumi up`. Throws as runProgram does.
 * @example
 * const { outputs } = await deployProgram(aws, { root: ".", stack: "dev" });
 */
export async function deployProgram(aws: DeploymentTarget, options: DeployOptions): Promise<DeployedStack> {
  const started = performance.now();
  const { onInvented, preview = false, destroy = false, stateFile } = options;
  const { region, running, record, environment } = aws;
  const services = running?.services ?? embeddedServices;
  const root = resolve(options.root);
  const config = { ...options.config, "aws:region": region };
  const project = await loadProject({ ...options, root, overrides: config });
  const warnings: Diagnostic[] = [];
  const awsProvider = new AwsProvider({
    ...{ region, root: (await programPlace(root)).folder, services, running, record },
    warn({ type, name, urn }: Registration, message) {
      const warning: Diagnostic = { severity: "warning", message: `${type} "${name}": ${message}`, urn };
      warnings.push(warning);
      options.onLog?.(warning);
    },
  });
  const configValue = (key: string) => project.config[`${project.name}:${key}`];
  const naming = { project: project.name, stack: options.stack, configValue };
  const autonaming = readAutonaming(project.config["pulumi:autonaming"], naming);
  const provider =
    onInvented === undefined
      ? awsProvider
      : inventingRefused({ awsProvider, autonaming, region, services, onInvented });
  const functions = awsFunctions({ region });
  const steps: Step[] = [];
  const run = await runProgram({
    ...options,
    config,
    mode: modes[destroy ? "destroys" : "deploys"][preview ? "preview" : "real"],
    ...(onInvented !== undefined && { dryRun: true }),
    ...(stateFile !== undefined && { state: await openState(stateFile) }),
    provider,
    functions: (onInvented === undefined ? refusingOthers : leavingOthersUnknown)(functions),
    ...(environment && { environment: { ...withoutOtherAccounts(), ...environment } }),
    onStep(step, phase) {
      if (phase === "done") steps.push(step);
      options.onStep?.(step, phase);
    },
  });
  const diagnostics = [...run.diagnostics, ...warnings];
  const { outputs, resources } = run;
  return { outputs, resources, steps, diagnostics, elapsedMs: performance.now() - started };
}

interface InventingOptions extends Required<Pick<DeployOptions, "onInvented">> {
  readonly awsProvider: AwsProvider;
  readonly autonaming: Autonaming;
  readonly region: string;
  readonly services: readonly AnyService[];
}

const modes = {
  deploys: { real: "up", preview: "preview" },
  destroys: { real: "destroy", preview: "preview-destroy" },
} as const;

/** Takes the variables of an account on AWS, its credentials and endpoints, away from the program. */
function withoutOtherAccounts(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Creates what it can, and invents outputs for the rest. */
function inventingRefused({ awsProvider, autonaming, ...options }: InventingOptions): Provider {
  const { region, services, onInvented } = options;
  const { create } = checkingFirst(awsProvider, autonaming);
  const inventing = (provide: Provider["create"]) => async (resource: Registration) => {
    if (!isKnownType(resource.type, services) || hasUnknown(resource.inputs))
      return inventedOutputs(resource, region);
    try {
      return (await provide(resource)) ?? inventedOutputs(resource, region);
    } catch (cause) {
      onInvented(new ResourceFailure(resource, cause));
      return inventedOutputs(resource, region);
    }
  };
  return {
    create: inventing(create),
    read: inventing((resource) => awsProvider.read(resource)),
    async construct(component, construction) {
      if (!isKnownType(component.type, services)) return {};
      try {
        return await awsProvider.construct(component, construction);
      } catch (cause) {
        onInvented(new ResourceFailure(component, cause));
        return {};
      }
    },
  };
}

/** An id and an ARN of the usual form. */
function inventedOutputs(resource: Registration, region: string): ProvidedResource {
  const [, module = "resource"] = resource.type.split(":");
  const [service = module, kind = "resource"] = module.split("/");
  const id = resource.readId ?? physicalId(resource.name, digitsOf(resource.urn));
  return { id, outputs: { arn: regionalArn(service, region, `${kind}/${id}`) } };
}

function hasUnknown(value: PropertyValue): boolean {
  if (value instanceof Unknown) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
