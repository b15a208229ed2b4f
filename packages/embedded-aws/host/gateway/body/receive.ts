import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Passes on a request's body piece by piece. Rejects with what `take` throws, and then reads no more; with the connection's error if
 * the client closes it. `for await` would close the connection, so that no answer could be sent.
 */
export function receive(message: Readable, take: (piece: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (message.readableEnded) return resolve();
    const onClose = () => reject(new Error("the client closed the connection before its request was read"));
    if (message.destroyed) return onClose();
    const stop = () => {
      message.off("data", onData).off("end", resolve).off("error", reject).off("close", onClose);
      message.pause();
    };
    const onData = (piece: Buffer) => {
      try {
        take(piece);
      } catch (cause) {
        stop();
        reject(cause);
      }
    };
    message.on("data", onData).once("end", resolve).once("error", reject).once("close", onClose).resume();
  });
}

/** Gives the memory of a piece back at once. The garbage collector would wait for 64 MiB of them. */
export function free({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

const drainedBytes = 1024 ** 2;
const drainedMs = 250;

/**
 * Reads the rest of a refused request's body and forgets it: many clients see an answer only after they have sent everything.
 * Stops after 1 MiB or a quarter of a second. Returns whether the request has ended.
 */
export function drained(message: Readable): Promise<boolean> {
  let bytes = 0;
  const whole = receive(message, (piece) => {
    bytes += piece.length;
    free(piece);
    if (bytes > drainedBytes) throw new Error("there is more than is worth reading");
  });
  const ended = whole.then(
    () => true,
    () => false,
  );
  return Promise.race([ended, delay(drainedMs, false, { ref: false })]);
}
