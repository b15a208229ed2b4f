import { crc32, createDeflate } from "node:zlib";

const side = 30_000;

/** A decompression bomb: a PNG of 30,000 × 30,000 black pixels in about 110 KB. */
export async function hugePng(): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // bit depth; the zeros mean greyscale, deflate, no filter, not interlaced
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", await zeros()),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Each line is a filter byte and one bit per pixel, all zero. */
async function zeros(): Promise<Buffer> {
  const deflate = createDeflate({ level: 1 });
  const lines = Buffer.alloc((1 + side / 8) * 100);
  for (let line = 0; line < side; line += 100) deflate.write(lines);
  deflate.end();
  const packed: Buffer[] = [];
  for await (const piece of deflate) packed.push(piece);
  return Buffer.concat(packed);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
