import type { PropertyMap, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import type { AnyService, EmbeddedService, RunningServices } from "../host/embedded-service.ts";
import { readAutonaming } from "../providers/autonaming.ts";
import { PhysicalNames } from "../providers/physical-name.ts";
import { provide } from "../providers/resource-registry.ts";
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
    const resource: Registration = {
      urn: `urn:pulumi:dev::shop::${type}::thing`,
      type,
      name: "thing",
      kind: "custom",
      inputs,
      secretInputs: [],
      dependencies: [],
      propertyDependencies: {},
      options: {},
      ...more,
    };
    return provide(resource, this.#deployment, this.#services, this.#running);
  }
}
