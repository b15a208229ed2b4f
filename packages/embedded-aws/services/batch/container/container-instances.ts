import { randomUUID } from "node:crypto";
import { containerRoom } from "@batchline/aws-facts";
import { accountId } from "../../../host/identity/principal.ts";
import type { Resources } from "../scheduler/capacity.ts";

/** An EC2 instance in the ECS cluster of a compute environment. */
export interface ContainerInstance {
  /** `arn:aws:ecs:<region>:<account>:container-instance/<cluster>/<id>` */
  readonly arn: string;
  readonly cluster: string;
  /** @example "i-0123456789abcdef0" */
  readonly ec2InstanceId: string;
  /** @example "c7g.large" */
  readonly instanceType: string;
}

/** The ECS cluster of a compute environment. @example clusterOf("spot") // "AWSBatch-spot" */
export const clusterOf = (environment: string) => `AWSBatch-${environment}`;

/** The instances that run containers now. Each container has one of its own, of the smallest type that holds it. */
export class ContainerInstances {
  readonly #region: string;
  readonly #typesOf: (environment: string) => readonly string[] | undefined;
  readonly #running = new Map<string, ContainerInstance>();

  /** @param typesOf The instance types and families that an environment may launch; undefined if there is no such environment. */
  constructor(region: string, typesOf: (environment: string) => readonly string[] | undefined) {
    this.#region = region;
    this.#typesOf = typesOf;
  }

  launch(environment: string, needs: Pick<Resources, "vcpus" | "memoryMiB">): ContainerInstance {
    const cluster = clusterOf(environment);
    const id = randomUUID().replaceAll("-", "");
    const instance: ContainerInstance = {
      arn: `arn:aws:ecs:${this.#region}:${accountId}:container-instance/${cluster}/${id}`,
      cluster,
      ec2InstanceId: `i-${id.slice(0, 17)}`,
      instanceType: smallestType(this.#typesOf(environment) ?? [], needs),
    };
    this.#running.set(instance.arn, instance);
    return instance;
  }

  terminate({ arn }: ContainerInstance): void {
    this.#running.delete(arn);
  }

  find(arn: string): ContainerInstance | undefined {
    return this.#running.get(arn);
  }

  /** Whether the cluster is an environment's. */
  hasCluster(cluster: string): boolean {
    return (
      cluster.startsWith(clusterOf("")) && this.#typesOf(cluster.slice(clusterOf("").length)) !== undefined
    );
  }
}

const sizes = ["medium", "large", ...["", 2, 4, 8, 12, 16, 24, 32, 48].map((times) => `${times}xlarge`)];

/** Of what `optimal` and the defaults may launch, the general purpose family of their architecture. */
const families: Readonly<Record<string, string>> = {
  ...{ optimal: "m5", default_x86_64: "m6i", default_arm64: "m6g" },
};

function smallestType(types: readonly string[], needs: Pick<Resources, "vcpus" | "memoryMiB">): string {
  const candidates = types.flatMap((type) => {
    if (type.includes(".")) return [type];
    const family = families[type] ?? type;
    // Only Graviton's families have a size with one vCPU.
    return sizes.slice(/^[a-z]+\d+g/.test(family) ? 0 : 1).map((size) => `${family}.${size}`);
  });
  const fits = candidates.find((type) => {
    const room = containerRoom(type);
    return room.vcpus >= needs.vcpus && room.memoryMiB >= needs.memoryMiB;
  });
  return fits ?? candidates.at(-1) ?? "m5.large";
}
