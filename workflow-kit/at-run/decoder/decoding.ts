/** The word that makes the image's program a decoder. The workflow and the number of lanes follow it. */
export const decoderCommand = "--decode";

/** What the parent asks for by `name`, and what it takes as an answer. Everything beyond ends the child. */
export interface Decoding {
  /** One of the workflow's `decoders`. @example "rendition" */
  readonly name: string;
  /** The most bytes of one part of the answer. */
  readonly maxPartBytes: number;
  /** The most bytes of all parts. */
  readonly maxBytes: number;
  /** How long the child may neither take input nor send a part, in milliseconds. Waiting for input does not count. */
  readonly silenceMs: number;
}

/**
 * Code that the child runs: reads the input, and yields the parts of its answer. A part is bytes, or a value that becomes JSON. An ItemError
 * or BadDataError that it throws reaches the parent as such. The settings are the parent's, so they are not checked.
 * @example const size: DecoderCode<null> = async function* (_, input) { yield { size: (await whole(input)).length }; };
 */
export type DecoderCode<Settings = never> = (
  settings: Settings,
  input: AsyncIterable<Buffer>,
) => AsyncIterable<unknown>;

/** A workflow's decoders by the names of its `Decoding`s, each loaded when the child needs it. */
export type DecoderLoaders = Readonly<Record<string, () => Promise<DecoderCode>>>;

/** All of an input at once. @example const image = await whole(input); */
export async function whole(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of input) pieces.push(piece);
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
}
