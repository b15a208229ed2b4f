import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { Logger } from "pino";
import { exitCode } from "../../../contract/exit-codes.ts";
import { messageOf, StageError, TryAgainError } from "../errors.ts";
import { frames, ProtocolError } from "./frames.ts";
import { Message } from "./messages.ts";
import { type SharedKey, serverOptions } from "./secure-channel.ts";

export interface MainNodeOptions {
  readonly shared: SharedKey;
  /** The indexes of the nodes to wait for. */
  readonly others: readonly number[];
  /** It listens on the first free port of these; 0 is any. */
  readonly ports: { readonly first: number; readonly last: number };
  /** How long a node may take to connect, in milliseconds: its instance boots and pulls the image first. */
  readonly joinMs: number;
  /** How long a node may be silent, in milliseconds. */
  readonly silenceMs: number;
  /** Receives a node's result. An error that it throws rejects `done`. */
  readonly onResult: (node: number, result: unknown) => void;
  readonly log: Logger;
}

/** The main node's end of the nodes' connections. Batch ignores failures of other nodes, so `done` rejects when one fails or is lost.
 * @example const main = await MainNode.open({ ...limits, shared: newKey(node), others: othersOf(node), onResult, log }); */
export class MainNode {
  readonly port: number;
  /** Resolves when all nodes are done. Rejects with StageError when one fails or is lost. */
  readonly done: Promise<void>;
  readonly #server: Server;
  readonly #options: MainNodeOptions;
  readonly #missing: Set<number>;
  readonly #working: Set<number>;
  readonly #sockets = new Set<TLSSocket>();
  readonly #settled = Promise.withResolvers<void>();
  readonly #joining: NodeJS.Timeout;

  private constructor(server: Server, options: MainNodeOptions) {
    this.#server = server;
    this.#options = options;
    this.#missing = new Set(options.others);
    this.#working = new Set(options.others);
    this.port = (server.address() as AddressInfo).port;
    this.done = this.#settled.promise;
    // A rejection before someone awaits it must not count as unhandled.
    this.done.catch(() => undefined);
    this.#joining = setTimeout(() => {
      const limit = `${options.joinMs / 1000} s of the main node's start`;
      const message = `node ${[...this.#missing].join(", ")} did not connect within ${limit}`;
      this.#settled.reject(new TryAgainError(message));
    }, options.joinMs);
    server.on("secureConnection", (socket) => this.#serve(socket));
    server.on("tlsClientError", (error) =>
      options.log.warn({ reason: error.message }, "refused a connection without the key"),
    );
    if (this.#working.size === 0) this.#settled.resolve();
  }

  /** Starts to listen. Throws when no port is free. */
  static async open(options: MainNodeOptions): Promise<MainNode> {
    const server = createServer(serverOptions(options.shared));
    await listen(server, options.ports);
    return new MainNode(server, options);
  }

  close(): void {
    clearTimeout(this.#joining);
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(socket: TLSSocket): Promise<void> {
    const { log, silenceMs } = this.#options;
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    let node: number | undefined;
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`it was silent for ${silenceMs / 1000} s`)));
    try {
      for await (const frame of frames(socket)) {
        const message = this.#read(frame);
        if (node === undefined) {
          node = this.#greet(message);
        } else if (message.type === "done") {
          this.#working.delete(node);
          if (this.#working.size === 0) this.#settled.resolve();
          socket.end();
          return;
        } else this.#hear(node, message);
      }
      throw new Error("it ended before its work was done");
    } catch (error) {
      socket.destroy();
      if (node === undefined) log.warn({ reason: messageOf(error) }, "refused a connection");
      else this.#settled.reject(error instanceof StageError ? error : lost(node, error));
    }
  }

  #read(frame: unknown): Message {
    const parsed = Message.safeParse(frame);
    if (parsed.success) return parsed.data;
    throw new ProtocolError("a frame is not a message");
  }

  #greet(message: Message): number {
    if (message.type !== "hello") throw new ProtocolError(`its first message is ${message.type}`);
    if (!this.#missing.delete(message.node)) {
      throw new ProtocolError(`node ${message.node} is not expected, or connected already`);
    }
    if (this.#missing.size === 0) clearTimeout(this.#joining);
    this.#options.log.info({ from: message.node }, "a node connected");
    return message.node;
  }

  #hear(node: number, message: Message): void {
    if (message.type === "result") this.#options.onResult(node, message.result);
    else if (message.type === "failed") {
      throw new StageError("BL-R007", `node ${node} failed: ${message.reason}`, message.exitCode);
    } else if (message.type !== "alive") throw new ProtocolError(`it sent ${message.type} again`);
  }
}

function lost(node: number, cause: unknown): StageError {
  const message = `node ${node} was lost: ${messageOf(cause)}`;
  return new StageError("BL-R007", message, exitCode.tryAgain, { cause });
}

async function listen(server: Server, { first, last }: MainNodeOptions["ports"]): Promise<void> {
  for (let port = first; ; port++) {
    try {
      server.listen(port);
      await once(server, "listening");
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
}
