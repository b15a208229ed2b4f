import type {
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import type { CreateTableCommandInput, UpdateTimeToLiveCommandInput } from "@aws-sdk/client-dynamodb";
import type { LoggingConfiguration } from "@aws-sdk/client-sfn";
import type { ProvidedResource, Registration } from "@batchline/pulumi-engine";
import type { PolicyDocument } from "../host/identity/policy-document.ts";
import type { Target } from "../services/events/target.ts";
import type { Lambda } from "../services/lambda/lambda.ts";
import type { PhysicalNames } from "./physical-name.ts";

/** What resources are made of: the part of each service that a deployment uses. */
export interface Services {
  readonly region: string;
  readonly identity: {
    putRole(spec: {
      readonly name: string;
      readonly arn: string;
      readonly trust: PolicyDocument | string;
      readonly maxSessionSeconds?: number;
    }): void;
    putRolePolicy(roleName: string, policyName: string, document: PolicyDocument | string): void;
    /** False when AWS's policy is not known here and grants nothing. */
    attachManagedPolicy(roleName: string, policyArn: string): boolean;
    attachPolicy(roleName: string, policyArn: string, document: PolicyDocument | string): void;
  };
  readonly s3: {
    createBucket(name: string): Promise<void>;
    putObject(bucket: string, key: string, body: string | Uint8Array, contentType?: string): Promise<void>;
  };
  readonly dynamodb: {
    createTable(input: CreateTableCommandInput): Promise<void>;
    updateTimeToLive(input: UpdateTimeToLiveCommandInput): Promise<void>;
  };
  readonly logs: { createLogGroup(name: string, retentionDays?: number): void };
  readonly lambda: Pick<Lambda, "putFunction">;
  readonly images: {
    /** Resolves to the image's URI with its digest. */
    build(spec: {
      readonly repository: string;
      readonly context: string;
      readonly dockerfile?: string;
      readonly platform?: string;
    }): Promise<string>;
  };
  readonly batch: {
    createComputeEnvironment(spec: CreateComputeEnvironmentRequest): void;
    createJobQueue(spec: CreateJobQueueRequest): void;
    createSchedulingPolicy(spec: CreateSchedulingPolicyRequest): { readonly arn: string };
    createConsumableResource(spec: CreateConsumableResourceRequest): {
      readonly consumableResourceArn: string;
    };
    registerJobDefinition(spec: RegisterJobDefinitionRequest): {
      readonly arn: string;
      readonly revision: number;
    };
  };
  readonly stepFunctions: {
    createStateMachine(spec: {
      readonly name: string;
      readonly arn: string;
      readonly roleArn: string;
      readonly definition: string;
      readonly type?: string;
      readonly loggingConfiguration?: LoggingConfiguration;
    }): void;
  };
  readonly sns: {
    /** Returns the topic's ARN. */
    createTopic(name: string): string;
    /** Returns the subscription's ARN. */
    subscribe(topicArn: string, protocol: string, endpoint: string): string;
  };
  readonly mail: {
    /** Returns the identity's ARN. */
    createIdentity(name: string): string;
  };
  readonly events: {
    putRule(name: string, pattern: unknown, enabled?: boolean): void;
    hasRule(name: string): boolean;
    putTarget(ruleName: string, target: Target): void;
  };
}

/** One run of the program against the services, and what its resources tell each other. */
export interface Deployment extends Services {
  /** Absolute path of the project: what relative paths in assets and build contexts start from. */
  readonly root: string;
  readonly names: PhysicalNames;
  /** Documents of the program's own managed policies, by ARN. */
  readonly policies: Map<string, string>;
  /** Says something to whoever deploys, about a resource that was made all the same. */
  warn(resource: Registration, message: string): void;
}

/** Brings one resource to life. Throws when it could not be on AWS either; the engine names the resource. */
export type Realise = (
  resource: Registration,
  deployment: Deployment,
) => ProvidedResource | Promise<ProvidedResource>;

/** Resource type → how it comes to life. */
export type Realisations = Readonly<Record<string, Realise>>;
