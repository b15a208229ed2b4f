import { CodedError } from "@batchline/diagnostics";
import type { StageErrorCode } from "../error-codes.ts";

/** The longest frame, in bytes. */
export const maxFrameBytes = 64 * 1024;

/** Bytes of a node that are not the nodes' protocol (BL-R008). @example throw new ProtocolError("a frame is not JSON"); */
export class ProtocolError extends CodedError<StageErrorCode> {
  constructor(message: string) {
    super("BL-R008", message);
  }
}

/** The values that arrive as newline-delimited JSON, one frame in memory. @throws {ProtocolError} for a line too long or not JSON.
 * @example for await (const frame of frames(socket)) console.log(frame); */
export async function* frames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (;;) {
      const end = rest.indexOf(newline);
      const piece = end < 0 ? rest : rest.subarray(0, end);
      size += piece.length;
      if (size > maxFrameBytes) throw new ProtocolError(`a frame is longer than ${maxFrameBytes} bytes`);
      pending.push(piece);
      if (end < 0) break;
      yield parse(Buffer.concat(pending));
      [pending, size] = [[], 0];
      rest = rest.subarray(end + 1);
    }
  }
}

const newline = 0x0a;

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    throw new ProtocolError("a frame is not JSON");
  }
}

/** A value as one frame. @example encodeFrame({ type: "alive" }) // '{"type":"alive"}\n' */
export function encodeFrame(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
