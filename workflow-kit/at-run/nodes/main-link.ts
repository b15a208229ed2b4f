import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { encodeFrame } from "./frames.ts";
import type { Message } from "./messages.ts";
import { clientOptions, type SharedKey } from "./secure-channel.ts";

/** How long one attempt to connect may take, in milliseconds. */
const connectMs = 10_000;

/** Another node's connection to the main one. @example const link = await MainLink.open({ host: "10.0.0.5", port, shared, node: 1, aliveMs: 5_000 }); */
export class MainLink {
  readonly #socket: TLSSocket;
  readonly #beat: NodeJS.Timeout;
  readonly #gone = new AbortController();

  private constructor(socket: TLSSocket, aliveMs: number) {
    this.#socket = socket;
    this.#beat = setInterval(() => socket.write(encodeFrame({ type: "alive" } satisfies Message)), aliveMs);
    const gone = () => {
      clearInterval(this.#beat);
      this.#gone.abort();
    };
    // Without a reader, the end of the stream goes unnoticed.
    socket.resume();
    socket.once("error", gone);
    socket.once("close", gone);
  }

  /** Connects and sends the node's index, then a sign of life every `aliveMs` milliseconds. Rejects without a main node, or the key. */
  static async open(at: {
    readonly host: string;
    readonly port: number;
    readonly shared: SharedKey;
    readonly node: number;
    readonly aliveMs: number;
  }): Promise<MainLink> {
    const socket = connect({ host: at.host, port: at.port, ...clientOptions(at.shared) });
    socket.setNoDelay(true);
    try {
      await once(socket, "secureConnect", { signal: AbortSignal.timeout(connectMs) });
    } catch (error) {
      socket.destroy();
      throw error;
    }
    const link = new MainLink(socket, at.aliveMs);
    await link.#send({ type: "hello", node: at.node });
    return link;
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  result(result: unknown): Promise<void> {
    return this.#send({ type: "result", result });
  }

  /** Reports that all is done, and waits until the main node ends the connection. */
  async done(): Promise<void> {
    clearInterval(this.#beat);
    const closed = once(this.#socket, "close");
    await this.#send({ type: "done" });
    await closed;
  }

  /** Reports why this node ends, if the connection still works. */
  async failed(reason: string, exitCode: number): Promise<void> {
    clearInterval(this.#beat);
    await this.#send({ type: "failed", reason: reason.slice(0, 2_000), exitCode }).catch(() => undefined);
    this.#socket.end();
  }

  #send(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(encodeFrame(message), (error) => (error ? reject(error) : resolve()));
    });
  }
}
