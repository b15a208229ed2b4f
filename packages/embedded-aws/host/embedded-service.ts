import type { Clock } from "@batchline/clock";
import type { ComponentTypes, ResourceTypes } from "../providers/resource-type.ts";
import type { ServiceCalls } from "../services/step-functions/integrations/service-calls.ts";
import type { EcsEndpoints } from "./gateway/ecs-endpoints.ts";
import type { Service } from "./gateway/service.ts";
import type { Identity } from "./identity/identity.ts";

/**
 * A service of the embedded AWS. `Api` is what the other services, resources and tests use of the running service.
 * @example
 * export const logs: EmbeddedService<"logs", Logs> = {
 *   name: "logs",
 *   start: ({ dir, clock, region }) => new Logs({ dir: join(dir, "logs"), clock, region }),
 *   wire: (logs) => logsService(logs),
 *   resources,
 * };
 */
export interface EmbeddedService<Name extends string = string, Api = undefined> {
  /** In camelCase: the running service is `aws.<name>`. */
  readonly name: Name;
  /** @default the service has nothing that runs */
  start?(host: Host): Api | Promise<Api>;
  /** Answers requests with its signing name. @default requests fail with "the embedded AWS has no service" */
  wire?(api: Api): Service;
  /** @default none */
  readonly resources?: ResourceTypes<Api>;
  /** @default none */
  readonly components?: ComponentTypes<Api>;
  /** @default state machines cannot call it */
  readonly calls?: ServiceCalls;
  /** Ends running work. The gateway still answers, so that the work can clean up. */
  endWork?(api: Api): Promise<void>;
  /** Closes files and servers, after the gateway has closed. */
  close?(api: Api): Promise<void>;
}

export type AnyService = EmbeddedService<string, unknown>;

export interface RunningServices {
  readonly services: readonly AnyService[];
  /**
   * A running service. While services start: only one that stands earlier in the list.
   * @example host.of(logs).put("/aws/batch/job", "stream", events)
   */
  of<Api>(service: EmbeddedService<string, Api>): Api;
}

export interface Host extends RunningServices {
  /** The folder of all services; each takes a folder in it. */
  readonly dir: string;
  readonly region: string;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly ecs: EcsEndpoints;
  readonly secretsFile: string | undefined;
  readonly isOthersBucket: (name: string) => boolean;
  /** The gateway's URL. Services start before the gateway, so ask when it is needed. */
  endpoint(): string;
}
