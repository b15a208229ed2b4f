/** Error codes of writes to a closed pipe (`| head`) or terminal. */
const goneCodes = new Set(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"]);

/**
 * Lets the command go on when its reader is gone. Otherwise the first write would end the process in the middle of a run, with
 * containers still running and a wrong exit code.
 */
export function outliveReaders(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    stream.on("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === undefined || !goneCodes.has(cause.code)) throw cause;
    });
  }
}
