import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BatchClient } from "@aws-sdk/client-batch";
import type { Authorise, Service } from "../host/gateway/service.ts";

/** Serves one service by HTTP. `authorise` decides on each request. */
export async function serveBatch(service: Service, authorise: Authorise) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://localhost");
    const answer = await service.handle({
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: {},
      body: Buffer.concat(chunks),
      requestId: "11111111-2222-3333-4444-555555555555",
      principal: { arn: "arn:aws:iam::000000000000:root", userId: "000000000000", tags: {} },
      authorise,
      refusal: () => undefined,
    });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const client = new BatchClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
  });
  return {
    client,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
