import { get } from "node:http";
import os from "node:os";
import { json } from "node:stream/consumers";
import * as z from "zod";

/** The container's size and the place of its log. */
export interface Container {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly logGroup?: string;
  readonly logStream?: string;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html */
const Metadata = z.object({
  LogOptions: z.record(z.string(), z.string()).optional(),
  /** CPU in 1,024ths of a vCPU, memory in MiB. */
  Limits: z.object({ CPU: z.number().optional(), Memory: z.number().optional() }).optional(),
});

/** Asks the ECS agent. Outside of ECS, or when it does not answer within two seconds, the machine's own size is good enough.
 * @example const { vcpus } = await describeContainer(process.env.ECS_CONTAINER_METADATA_URI_V4); */
export async function describeContainer(metadataUri: string | undefined): Promise<Container> {
  const metadata = await readMetadata(metadataUri);
  const { "awslogs-group": logGroup, "awslogs-stream": logStream } = metadata.LogOptions ?? {};
  const { CPU: cpu = 0, Memory: memoryMiB = 0 } = metadata.Limits ?? {};
  return {
    vcpus: cpu > 0 ? Math.max(1, Math.floor(cpu / 1024)) : os.availableParallelism(),
    memoryMiB: memoryMiB > 0 ? memoryMiB : Math.floor(os.totalmem() / 2 ** 20),
    ...(logGroup === undefined ? {} : { logGroup }),
    ...(logStream === undefined ? {} : { logStream }),
  };
}

async function readMetadata(uri: string | undefined): Promise<z.output<typeof Metadata>> {
  if (uri === undefined) return {};
  try {
    return Metadata.parse(await getJson(uri, AbortSignal.timeout(2_000)));
  } catch {
    return {};
  }
}

function getJson(uri: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(uri, { signal }, (response) => json(response).then(resolve, reject)).on("error", reject);
  });
}
