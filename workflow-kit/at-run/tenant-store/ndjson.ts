import { must } from "@batchline/diagnostics";

/** The values of newline-delimited JSON. Throws SyntaxError with the number of the first line that is not JSON. @example for await (const product of readNdjson(body)) Product.parse(product); */
export async function* readNdjson(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  const parse = (text: string): unknown => {
    line++;
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new SyntaxError(`line ${line} is not JSON`, { cause });
    }
  };
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = must(lines.pop(), "split returns one part or more");
    for (const text of lines) yield parse(text);
  }
  if (rest !== "") yield parse(rest);
}
