import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

/** For SDK clients. */
interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An AWS in a process of its own. */
export class MeasuredServer implements AsyncDisposable {
  readonly clientConfig: ClientConfig;
  readonly #process: ChildProcess;

  constructor(process: ChildProcess, clientConfig: ClientConfig) {
    this.#process = process;
    this.clientConfig = clientConfig;
  }

  /** CPU that the process has used, in milliseconds. Linux counts it in steps of 10 ms. */
  async cpuMs(): Promise<number> {
    const stat = await this.#read("stat");
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13)
      .map(Number);
    return (user + system) * 10;
  }

  /** Memory that the process holds, in MiB. */
  async memoryMiB(): Promise<number> {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await this.#read("status")) ?? [];
    return Number(kib) / 1024;
  }

  /** The longest time since the last call in which an embedded AWS answered nobody, in milliseconds; 0 for moto. */
  async longestTurnMs(): Promise<number> {
    if (!this.#process.connected) return 0;
    this.#process.send("turns");
    const [milliseconds] = await once(this.#process, "message");
    return milliseconds;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    if (this.#process.connected) this.#process.disconnect();
    else this.#process.kill();
    await ended;
  }

  #read(file: string): Promise<string> {
    return readFile(join("/proc", String(this.#process.pid), file), "utf8");
  }
}

/** The kernel's figures of other processes are read from /proc. */
export const canMeasure = existsSync("/proc/self/stat");

export async function startEmbedded(): Promise<MeasuredServer> {
  const child = fork(join(import.meta.dirname, "embedded-server.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [clientConfig] = await once(child, "message");
  return new MeasuredServer(child, clientConfig);
}

/** moto's server, or `undefined` if the Python of the variable PYTHON has none. https://docs.getmoto.org */
export async function startMoto(): Promise<MeasuredServer | undefined> {
  const { PYTHON: python = "python3" } = process.env;
  const port = await freePort();
  const child = spawn(python, ["-m", "moto.server", "-p", String(port)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, MOTO_S3_CUSTOM_ENDPOINTS: "" },
  });
  const listens = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", () => resolve(false));
    child.stderr.on("data", (text: Buffer) => {
      if (text.includes("Running on")) resolve(true);
    });
  });
  if (!(await listens)) return undefined;
  return new MeasuredServer(child, {
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "moto", secretAccessKey: "moto" },
  });
}

/** moto does not say which port it took, so it gets one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port on 127.0.0.1");
  return address.port;
}
