import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedAwsError } from "../error-codes.ts";
import type { Services } from "../services/index.ts";
import type { AnyService, EmbeddedService, Host, RunningServices } from "./embedded-service.ts";
import type { Service } from "./gateway/service.ts";

/** Work may call services while it ends, for at most this long; then the gateway closes. */
const workMayTakeMs = 3000;

export class StartedServices implements RunningServices {
  readonly services: readonly AnyService[];
  readonly #apis = new Map<object, unknown>();

  constructor(services: readonly AnyService[]) {
    this.services = services;
  }

  async start(host: Host): Promise<void> {
    for (const service of this.services) this.#apis.set(service, await service.start?.(host));
  }

  of<Api>(service: EmbeddedService<string, Api>): Api {
    if (this.#apis.has(service)) return this.#apis.get(service) as Api;
    throw new EmbeddedAwsError(
      "BL-A010",
      `the service ${service.name} has not started; it must stand earlier in the list`,
    );
  }

  wires(): Service[] {
    return this.services.flatMap((service) => service.wire?.(this.of(service)) ?? []);
  }

  byName(): Services {
    return Object.fromEntries(this.services.map((service) => [service.name, this.of(service)])) as Services;
  }

  /** First ends running work, which may still call services; then stops the gateway; then closes the stores behind it. */
  async stop(stopGateway: () => Promise<void>): Promise<void> {
    const working = this.#each((service) => service.endWork);
    await Promise.race([working, delay(workMayTakeMs, undefined, { ref: false })]);
    await stopGateway();
    await working;
    await this.#each((service) => service.close);
  }

  async #each(method: (service: AnyService) => AnyService["close"]): Promise<void> {
    const started = this.services.filter((service) => this.#apis.has(service));
    await Promise.all(started.map((service) => method(service)?.call(service, this.of(service))));
  }
}
