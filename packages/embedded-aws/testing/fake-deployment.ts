import {
  type Construction,
  childUrn,
  type ExistingResource,
  type PropertyMap,
  type ProvidedResource,
  type Registration,
} from "@batchline/pulumi-engine";
import type { AnyService, EmbeddedService, RunningServices } from "../host/embedded-service.ts";
import { readAutonaming } from "../providers/autonaming.ts";
import { PhysicalNames } from "../providers/physical-name.ts";
import { construct, provide } from "../providers/resource-registry.ts";
import type { Deployment } from "../providers/resource-type.ts";
import { embeddedServices } from "../services/index.ts";

/** A method of a service, and its arguments. */
export type Made = readonly [method: string, ...args: unknown[]];

/**
 * A deployment to services that record the calls of their methods and create nothing. With `running` it is a deployment to
 * those services, with `services` a preview of theirs.
 */
export class FakeDeployment {
  readonly made: Made[] = [];
  readonly warnings: string[] = [];
  readonly #deployment: Deployment;
  readonly #services: readonly AnyService[];
  readonly #running: RunningServices | undefined;
  readonly #recording: RunningServices = {
    services: embeddedServices,
    of: <Api>(_: EmbeddedService<string, Api>) => this.#recorder as Api,
  };
  /** Answers of methods that resources use; the others return undefined. */
  readonly #answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    attachPolicy: (_role: string, arn: string) => !arn.includes("Obscure"),
    build: async ({ repository }: { readonly repository: string }) => `${repository}@sha256:abc`,
    registerJobDefinition: () => ({ revision: 3 }),
    subscribe: (topicArn: string) => `${topicArn}:1`,
    hasRule: () => true,
  };
  readonly #recorder = new Proxy(
    {},
    {
      get:
        (_, method: string) =>
        (...args: never[]) => {
          if (method !== "hasRule") this.made.push([method, ...args]);
          return this.#answers[method]?.(...args);
        },
    },
  );

  constructor({
    running,
    services,
  }: { readonly running?: RunningServices; readonly services?: readonly AnyService[] } = {}) {
    this.#running = services === undefined ? (running ?? this.#recording) : undefined;
    this.#services = services ?? running?.services ?? embeddedServices;
    this.#deployment = {
      region: "eu-central-1",
      root: "/project",
      names: new PhysicalNames({ project: "shop", stack: "dev", autonaming: readAutonaming(undefined) }),
      warn: (resource, message) => this.warnings.push(`${resource.name}: ${message}`),
    };
  }

  /** Creates one resource named `thing`. */
  create(
    type: string,
    inputs: PropertyMap = {},
    more: Partial<Registration> = {},
  ): Promise<ProvidedResource> {
    const resource = { ...registration(type, inputs), ...more };
    return provide(resource, this.#deployment, this.#services, this.#running);
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
    const of = [this.#deployment, this.#services, this.#running] as const;
    return { outputs: await construct(component, { preview: false, register }, ...of), children };
  }
}

function registration(type: string, inputs: PropertyMap): Registration {
  return {
    ...{ urn: `urn:pulumi:dev::shop::${type}::thing`, type, name: "thing", kind: "custom", inputs },
    ...{ secretInputs: [], dependencies: [], propertyDependencies: {}, options: {} },
  };
}
