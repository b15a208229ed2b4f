import type { PropertyMap, ProvidedResource, Registration } from "@batchline/pulumi-engine";
import { readAutonaming } from "../providers/autonaming.ts";
import type { Deployment } from "../providers/deployment.ts";
import { PhysicalNames } from "../providers/physical-name.ts";
import { realisationOf } from "../providers/registry.ts";

/** What a service was asked to make. */
export type Made = readonly [what: string, ...args: unknown[]];

/** A deployment to services that keep what they are asked for and make nothing. */
export class FakeDeployment {
  readonly made: Made[] = [];
  readonly warnings: string[] = [];
  readonly deployment: Deployment;

  constructor(root = "/project") {
    const keep =
      (what: string) =>
      (...args: unknown[]) => {
        this.made.push([what, ...args]);
      };
    const later =
      (what: string) =>
      async (...args: unknown[]) =>
        keep(what)(...args);
    this.deployment = {
      region: "eu-central-1",
      root,
      names: new PhysicalNames({ project: "shop", stack: "dev", autonaming: readAutonaming(undefined) }),
      policies: new Map(),
      warn: (resource, message) => this.warnings.push(`${resource.name}: ${message}`),
      identity: {
        putRole: keep("role"),
        putRolePolicy: keep("rolePolicy"),
        attachPolicy: keep("attachPolicy"),
        attachManagedPolicy: (role, arn) => {
          keep("attachManagedPolicy")(role, arn);
          return arn.startsWith("arn:aws:iam::aws:policy/Known");
        },
      },
      s3: { createBucket: later("bucket"), putObject: later("object") },
      dynamodb: { createTable: later("table"), updateTimeToLive: later("timeToLive") },
      logs: { createLogGroup: keep("logGroup") },
      lambda: { putFunction: later("function") },
      images: {
        build: async (spec) => {
          keep("image")(spec);
          return `${spec.repository}@sha256:abc`;
        },
      },
      batch: {
        createComputeEnvironment: keep("computeEnvironment"),
        createJobQueue: keep("jobQueue"),
        createSchedulingPolicy: (spec) => {
          keep("schedulingPolicy")(spec);
          return { arn: `arn:scheduling-policy/${spec.name}` };
        },
        createConsumableResource: (spec) => {
          keep("consumableResource")(spec);
          return { consumableResourceArn: `arn:consumable-resource/${spec.consumableResourceName}` };
        },
        registerJobDefinition: (spec) => {
          keep("jobDefinition")(spec);
          return { arn: `arn:job-definition/${spec.jobDefinitionName}:3`, revision: 3 };
        },
      },
      stepFunctions: { createStateMachine: keep("stateMachine") },
      sns: {
        createTopic: (name) => {
          keep("topic")(name);
          return `arn:aws:sns:eu-central-1:000000000000:${name}`;
        },
        subscribe: (topicArn, protocol, endpoint) => {
          keep("subscription")(topicArn, protocol, endpoint);
          return `${topicArn}:1`;
        },
      },
      mail: {
        createIdentity: (name) => {
          keep("emailIdentity")(name);
          return `arn:aws:ses:eu-central-1:000000000000:identity/${name}`;
        },
      },
      events: { putRule: keep("rule"), hasRule: () => true, putTarget: keep("target") },
    };
  }

  /** Brings one resource named `thing` to life. */
  async create(
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
    return realisationOf(resource)(resource, this.deployment);
  }
}
