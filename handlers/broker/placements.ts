import { type BatchClient, paginateDescribeComputeEnvironments } from "@aws-sdk/client-batch";
import { DescribeContainerInstancesCommand, type ECSClient } from "@aws-sdk/client-ecs";
import type { Placement } from "../../contract/broker/answer.ts";

/** The longest wait for AWS, in milliseconds. A container waits meanwhile. */
const patienceMs = 3_000;

/** After a call that failed, in milliseconds: many containers start together, and AWS may be throttling. */
const notAskedAgainMs = 10_000;

/** Instances that are remembered: more than one broker meets in its life. */
const mostRemembered = 2_000;

/**
 * Learns the instance types of containers, and whether Spot. Each instance is asked about once, however many containers it runs. No chunk fails
 * because AWS does not answer: then the placement is empty, and a later container asks again.
 */
export class Placements {
  readonly #batch: BatchClient;
  readonly #ecs: ECSClient;
  /** By the ARN of the container instance. */
  readonly #known = new Map<string, Promise<Placement>>();
  /** Whether Spot, by the cluster's ARN. */
  readonly #spot = new Map<string, boolean>();

  constructor({ batch, ecs }: { readonly batch: BatchClient; readonly ecs: ECSClient }) {
    this.#batch = batch;
    this.#ecs = ecs;
  }

  /** @param instance ARN. Undefined: Batch does not say it. @param unknown Gets the reason why nothing is known. */
  async of(instance: string | undefined, unknown: (reason: string) => void): Promise<Placement> {
    if (instance === undefined) return {};
    let asked = this.#known.get(instance);
    if (asked === undefined) {
      if (this.#known.size >= mostRemembered) this.#known.clear();
      asked = this.#ask(instance);
      this.#known.set(instance, asked);
      asked.catch(() => setTimeout(() => this.#known.delete(instance), notAskedAgainMs).unref());
    }
    return asked.catch((cause: unknown) => {
      unknown(String(cause));
      return {};
    });
  }

  async #ask(instance: string): Promise<Placement> {
    // arn:aws:ecs:<region>:<account>:container-instance/<cluster>/<id>
    const [, name = ""] = instance.split("/");
    const cluster = instance.replace(/:container-instance\/.*/, `:cluster/${name}`);
    const options = { abortSignal: AbortSignal.timeout(patienceMs) };
    const [instanceType, spot] = await Promise.all([
      this.#typeOf(cluster, instance, options),
      this.#isSpot(cluster, options),
    ]);
    return { ...(instanceType !== undefined && { instanceType }), ...(spot !== undefined && { spot }) };
  }

  async #typeOf(cluster: string, instance: string, options: { readonly abortSignal: AbortSignal }) {
    const request = new DescribeContainerInstancesCommand({ cluster, containerInstances: [instance] });
    const { containerInstances = [] } = await this.#ecs.send(request, options);
    return containerInstances[0]?.attributes?.find(({ name }) => name === "ecs.instance-type")?.value;
  }

  /** Each compute environment has a cluster of its own. */
  async #isSpot(cluster: string, { abortSignal }: { readonly abortSignal: AbortSignal }) {
    if (!this.#spot.has(cluster)) {
      const pages = paginateDescribeComputeEnvironments({ client: this.#batch }, {}, { abortSignal });
      for await (const { computeEnvironments = [] } of pages)
        for (const { ecsClusterArn, computeResources } of computeEnvironments)
          if (ecsClusterArn !== undefined) this.#spot.set(ecsClusterArn, computeResources?.type === "SPOT");
    }
    return this.#spot.get(cluster);
  }
}
