import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { VirtualClock } from "@batchline/clock";
import { startGateway } from "../../../host/gateway/server.ts";
import { Identity } from "../../../host/identity/identity.ts";
import { Logs } from "../logs.ts";

/** CloudWatch Logs behind a gateway, on a virtual clock, in a folder of its own. `stop` removes the folder. */
export async function serveLogs() {
  const dir = await mkdtemp(join(tmpdir(), "batchline-logs-"));
  const clock = new VirtualClock(Date.now());
  const identity = new Identity({ region: "eu-central-1", clock });
  const logs = new Logs({ dir, clock });
  const gateway = await startGateway({ identity, services: [logs.service] });
  const { endpoint } = gateway;
  const client = new CloudWatchLogsClient({
    endpoint,
    region: "eu-central-1",
    credentials: identity.operator,
  });
  return {
    ...{ dir, clock, logs, client },
    async stop() {
      client.destroy();
      await gateway.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** Lines with one millisecond between them. @param from milliseconds since 1970 */
export const events = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ timestamp: from + i, message: `line ${from + i}` }));
