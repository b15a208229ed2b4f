import { must } from "@batchline/diagnostics";
import {
  type CheckedInputs,
  type Construction,
  childUrn,
  type Difference,
  type ExistingResource,
  type PropertyMap,
  type ProvidedResource,
  type Registration,
} from "@batchline/pulumi-engine";
import type { AnyService, EmbeddedService, RunningServices } from "../host/embedded-service.ts";
import { AwsProvider } from "../providers/aws-provider.ts";
import { valid } from "../providers/check-inputs.ts";
import { checkingFirst } from "../providers/checking-first.ts";
import { defaultsKey } from "../providers/naming.ts";
import { digitsOf } from "../providers/physical-id.ts";
import { ResourceRecord } from "../providers/resource-record.ts";
import { embeddedServices } from "../services/index.ts";

/** A method of a service, and its arguments. */
export type Made = readonly [method: string, ...args: unknown[]];

/**
 * A deployment to services that record the calls of their methods and create nothing. With `running` it is a deployment to
 * those services, with `service` to that one, with `services` a preview of theirs.
 */
export class FakeDeployment {
  readonly made: Made[] = [];
  readonly warnings: string[] = [];
  /** Without state: checks nothing before. */
  readonly provider: AwsProvider;
  readonly services: readonly AnyService[];
  readonly #recording: RunningServices = {
    services: embeddedServices,
    of: <Api>(_: EmbeddedService<string, Api>) => this.#recorder as Api,
  };
  /** Answers of methods that resources use; the others return undefined. */
  readonly #answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    attachPolicy: (_role: string, arn: string) => !arn.includes("Obscure"),
    managedPolicy: (arn: string) => (arn.includes("Obscure") ? undefined : { statements: [] }),
    build: async ({ repository }: { readonly repository: string }) => `${repository}@sha256:abc`,
    registerJobDefinition: () => ({ revision: 3 }),
    updateComputeEnvironment: () => ({ settled: Promise.resolve() }),
    subscribe: (topicArn: string) => `${topicArn}:1`,
  };
  readonly #recorder = new Proxy(
    {},
    {
      get:
        (_, method: string) =>
        (...args: never[]) => {
          this.made.push([method, ...args]);
          return this.#answers[method]?.(...args);
        },
    },
  );

  constructor({
    service,
    services,
    running = service === undefined ? undefined : only(service),
    record = new ResourceRecord(),
  }: {
    readonly running?: RunningServices | undefined;
    readonly services?: readonly AnyService[];
    readonly service?: unknown;
    readonly record?: ResourceRecord;
  } = {}) {
    const isPreview = services !== undefined;
    this.services = services ?? running?.services ?? embeddedServices;
    this.provider = new AwsProvider({
      region: "eu-central-1",
      root: "/project",
      services: this.services,
      ...(!isPreview && { running: running ?? this.#recording, record }),
      warn: (resource, message) => this.warnings.push(`${resource.name}: ${message}`),
    });
  }

  /** Checks and creates one resource named `thing`, or reads it. */
  async create(
    type: string,
    inputs: PropertyMap = {},
    more: Partial<Registration> = {},
  ): Promise<ProvidedResource> {
    const { create } = checkingFirst(this.provider, () => undefined);
    const resource = registration(type, inputs, more);
    const provided = await (resource.readId === undefined ? create(resource) : this.provider.read(resource));
    return must(provided, "the provider knows what it creates");
  }

  /** Checks the inputs of a resource named `thing`. */
  check(type: string, inputs: PropertyMap): Promise<CheckedInputs> {
    const resource = registration(type, inputs);
    return this.provider.check(resource, { seed: Buffer.from(digitsOf(resource.urn), "hex") });
  }

  /** Reads the resource of an id, under the name `elsewhere`. */
  read(type: string, readId: string, more: Partial<Registration> = {}) {
    const name = "elsewhere";
    return this.provider.read({ ...registration(type, {}), urn: `urn:${name}`, name, readId, ...more });
  }

  /** Creates one resource named `thing`, as the state has it then. */
  async existing(type: string, inputs: PropertyMap = {}): Promise<ExistingResource> {
    const resource = await this.#checked(registration(type, inputs));
    const { id, outputs } = await this.provider.create(resource);
    return inState(resource, { id, outputs });
  }

  /** How the new inputs, checked, differ from the existing resource. */
  async diff(existing: ExistingResource, inputs: PropertyMap): Promise<Difference> {
    return this.provider.diff(await this.#checked({ ...existing, inputs }, existing), existing);
  }

  /** Changes it in place to the new inputs, checked. */
  async update(existing: ExistingResource, inputs: PropertyMap): Promise<ExistingResource> {
    const resource = await this.#checked({ ...existing, inputs }, existing);
    const { id, outputs } = await this.provider.update(resource, existing);
    return inState(resource, { id, outputs });
  }

  delete(existing: ExistingResource): Promise<void> {
    return this.provider.delete(existing);
  }

  async #checked(resource: Registration, existing?: ExistingResource): Promise<Registration> {
    const seed = Buffer.from(digitsOf(resource.urn), "hex");
    const old = existing && { old: existing.inputs };
    return { ...resource, inputs: valid(await this.provider.check(resource, { seed, ...old })) };
  }

  /** Creates one remote component named `thing`, and its children. */
  async construct(
    type: string,
    inputs: PropertyMap = {},
  ): Promise<{ readonly outputs: PropertyMap; readonly children: readonly ExistingResource[] }> {
    const component: Registration = { ...registration(type, inputs), kind: "remote" };
    const children: ExistingResource[] = [];
    const register: Construction["register"] = async ({ type, name, inputs }) => {
      const child = { ...registration(type, inputs), name, urn: childUrn(component.urn, type, name) };
      const created = { ...child, ...(await this.create(type, inputs, child)) };
      children.push(created);
      return created;
    };
    const outputs = await this.provider.construct(component, { preview: false, register });
    return { outputs, children };
  }
}

/** Its outputs are the inputs and computed values. */
function inState(resource: Registration, { id, outputs }: ProvidedResource): ExistingResource {
  const { [defaultsKey]: _, ...inputs } = resource.inputs;
  return { ...resource, id, outputs: { ...inputs, ...outputs } };
}

function only(service: unknown): RunningServices {
  return { services: embeddedServices, of: <Api>(_: EmbeddedService<string, Api>) => service as Api };
}

function registration(type: string, inputs: PropertyMap, more: Partial<Registration> = {}): Registration {
  return {
    ...{ urn: `urn:pulumi:dev::shop::${type}::thing`, type, name: "thing", kind: "custom", inputs },
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    options: {},
    ...more,
  };
}
