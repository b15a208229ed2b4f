import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

const variables = [
  "http_proxy",
  "https_proxy",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "grpc_proxy",
  "ALL_PROXY",
  "all_proxy",
] as const;

/**
 * Sets all variables that name a proxy to one that closes each connection. `connections` counts them; `stop` restores the variables.
 */
export async function startDeafProxy() {
  const proxy = {
    connections: 0,
    async stop() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((socket) => {
    proxy.connections++;
    socket.destroy();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const before = variables.map((name) => [name, process.env[name]] as const);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of variables) process.env[name] = url;
  return proxy;
}
