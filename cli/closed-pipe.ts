/** What writing gives when whoever read has gone: a pipe's end closed (`| head`), a terminal closed. */
const goneCodes = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

/**
 * Lets the command go on when nobody reads what it says any more. Without it the first such write would end the process
 * at once, in the middle of a run, with nothing stopped and a wrong exit code.
 */
export function outliveReaders(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (cause: NodeJS.ErrnoException) => {
      if (!goneCodes.has(cause.code ?? "")) throw cause;
    });
  }
}
