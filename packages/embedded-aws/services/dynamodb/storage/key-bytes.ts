import { crc32 } from "node:zlib";
import type { AttributeValue } from "../values/attribute-value.ts";
import { parse } from "../values/decimal.ts";

/** Where an item is: its partition, and its place there. */
export interface Place {
  /** Where the partition is among all: 0 to 2^32 - 1. A Scan reads in this order. */
  readonly token: number;
  readonly hash: Uint8Array;
  /** @default noBytes, without a sort key */
  readonly range: Uint8Array;
  /** In an index, what tells items with the same key apart. @default noBytes, in a table */
  readonly rest: Uint8Array;
}

/** Stands for what is not there: SQLite takes a blob without bytes for NULL. */
export const noBytes: Uint8Array = Buffer.of(0);

/** All places. */
export const everyToken = { firstToken: 0, lastToken: 2 ** 32 - 1 } as const;

/** Bytes of a key's value, in the order of DynamoDB: numbers by value, texts by UTF-8. */
export function keyBytes({ S, N, B = "" }: AttributeValue): Buffer {
  if (S !== undefined) return Buffer.from(S);
  return N === undefined ? Buffer.from(B, "base64") : numberBytes(N);
}

/** The place of a key's values. */
export function placeOf(hash: AttributeValue, range: AttributeValue | undefined, primary?: Place): Place {
  const bytes = keyBytes(hash);
  return {
    token: crc32(bytes),
    hash: bytes,
    range: range ? keyBytes(range) : noBytes,
    rest: primary ? restOf(primary) : noBytes,
  };
}

function restOf({ hash, range }: Place): Uint8Array {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(hash.length);
  return Buffer.concat([length, hash, range]);
}

const [negativeSign, zeroSign, positiveSign] = [0, 1, 2] as const;
/** Makes exponents start at zero. */
const exponentShift = 130;

function numberBytes(text: string): Buffer {
  const { negative, digits, exponent } = parse(text);
  if (digits === "") return Buffer.of(zeroSign);
  const shifted = exponent + exponentShift;
  const codes = Buffer.from(digits, "ascii");
  if (!negative) return Buffer.concat([Buffer.of(positiveSign, shifted), codes]);
  // The larger a negative number is, the more it comes first.
  return Buffer.concat([
    Buffer.of(negativeSign, 255 - shifted),
    codes.map((code) => 255 - code),
    Buffer.of(255),
  ]);
}
