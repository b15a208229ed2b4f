import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, realClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { AwsProvider } from "../providers/aws-provider.ts";
import { ResourceRecord } from "../providers/resource-record.ts";
import { embeddedServices, type Services } from "../services/index.ts";
import type { AnyService, Host, RunningServices } from "./embedded-service.ts";
import { EcsEndpoints } from "./gateway/ecs-endpoints.ts";
import { type Gateway, startGateway } from "./gateway/server.ts";
import type { Service } from "./gateway/service.ts";
import { Identity } from "./identity/identity.ts";
import type { LongTermCredentials } from "./identity/principal.ts";
import { StartedServices } from "./started-services.ts";

export interface StartOptions {
  /** The folder for all data: objects, tables, logs, images, functions. It is created if needed. What an earlier session created is found again. */
  readonly dir: string;
  /** @default "eu-central-1" */
  readonly region?: string;
  /** The time for every service, except for the timestamps of S3 and DynamoDB. @default realClock */
  readonly clock?: Clock;
  /** A YAML file: name → value. It may be missing. Each container reads it anew. @default no secret has a value */
  readonly secretsFile?: string;
  /** Whether another account has the bucket of this global name: CreateBucket then answers BucketAlreadyExists. @default none has */
  readonly isOthersBucket?: (name: string) => boolean;
  /** The gateway's port on 127.0.0.1. @default any free port */
  readonly port?: number;
  /** Wraps a service, for example to make it fail or stall. @default (service) => service */
  readonly intercept?: (service: Service) => Service;
  /** Each starts after those before it. @default all that the package has */
  readonly services?: readonly AnyService[];
}

/** An AWS account and region on this machine, with its running services by name. */
export interface EmbeddedAws extends Services {
  readonly region: string;
  /** `http://127.0.0.1:<port>`, for every service: the request's signature names the service. */
  readonly endpoint: string;
  /** The account's root, which may do everything. */
  readonly credentials: LongTermCredentials;
  /** For any SDK client: `new BatchClient(aws.clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: LongTermCredentials;
  };
  /** For other processes: environment variables that the AWS CLI and the SDKs read. */
  readonly environment: Readonly<Record<string, string>>;
  readonly identity: Identity;
  readonly running: RunningServices;
  /** The Pulumi resources that exist: `resources.json` in the folder. */
  readonly record: ResourceRecord;
  /** Ends executions, containers, functions and servers within 5 s. A second call waits for the same end. */
  stop(): Promise<void>;
}

/**
 * Starts an embedded AWS, empty or with the resources of an earlier session in the folder. Several can run at once, each in its own folder.
 * @throws {EmbeddedAwsError} BL-A015 or BL-A016 if those cannot be restored
 * @example
 * const aws = await startEmbeddedAws({ dir: ".local/try" });
 * const batch = new BatchClient(aws.clientConfig);
 * await aws.stop();
 */
export async function startEmbeddedAws(options: StartOptions): Promise<EmbeddedAws> {
  const { dir, region = "eu-central-1", clock = realClock, port, intercept = (service) => service } = options;
  await mkdir(dir, { recursive: true });
  const identity = new Identity({ region, clock });
  const ecs = new EcsEndpoints({ identity });
  const running = new StartedServices(options.services ?? embeddedServices);
  const record = new ResourceRecord(join(dir, "resources.json"));
  let gateway: Gateway | undefined;
  const host: Host = {
    dir,
    region,
    clock,
    identity,
    ecs,
    secretsFile: options.secretsFile,
    isOthersBucket: options.isOthersBucket ?? (() => false),
    endpoint: () => must(gateway, "services ask for the endpoint after the gateway has started").endpoint,
    services: running.services,
    of: (service) => running.of(service),
  };
  try {
    await running.start(host);
    const { services } = running;
    await new AwsProvider({ region, root: dir, services, running, record, warn: () => {} }).restore();
    const wires = running.wires().map(intercept);
    gateway = await startGateway({ identity, ecs, services: wires, ...(port === undefined ? {} : { port }) });
  } catch (cause) {
    await running.stop(async () => {});
    throw cause;
  }
  const { endpoint, stop } = gateway;
  let stopping: Promise<void> | undefined;
  const credentials = identity.operator;
  return {
    ...running.byName(),
    region,
    endpoint,
    credentials,
    clientConfig: { endpoint, region, credentials },
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    identity,
    running,
    record,
    stop() {
      stopping ??= running.stop(stop);
      return stopping;
    },
  };
}
