import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseSecretReference } from "@batchline/aws-facts";
import type { EmbeddedAws } from "@batchline/embedded-aws";

/** A request that the webhook of this machine has kept, as JSON in `webhook/`. */
export interface KeptRequest {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly body: string;
}

/**
 * Keeps what the stack's webhook gets: a server on this machine writes each body to `webhook/` of the account's folder. Its address is the
 * value of the webhook's secret unless the secrets' file has one. Returns what ends it.
 * @param secretArn The setting `webhookSecret`. Empty or undefined: the stack has no webhook.
 * @example const stop = await keepWebhookRequests(aws, dir, config["batchline:webhookSecret"]);
 */
export async function keepWebhookRequests(
  { secretsManager }: { readonly secretsManager: Pick<EmbeddedAws["secretsManager"], "setDefault"> },
  dir: string,
  secretArn: string | undefined,
): Promise<() => void> {
  const secret = parseSecretReference(secretArn ?? "");
  if (secret === undefined) return () => {};
  const folder = join(dir, "webhook");
  const server = createServer(async (request, response) => {
    const kept: KeptRequest = { receivedAt: new Date().toISOString(), body: await text(request) };
    mkdirSync(folder, { recursive: true });
    const file = `${kept.receivedAt.replaceAll(":", "-")}-${randomUUID()}.json`;
    writeFileSync(join(folder, file), `${JSON.stringify(kept, null, 2)}\n`);
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const key = `whsec_${randomBytes(32).toString("base64")}`;
  secretsManager.setDefault(secret.name, JSON.stringify({ url: `http://127.0.0.1:${port}/`, key }));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
