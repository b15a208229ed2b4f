import type { Json, JsonObject } from "@batchline/asl";

/** A call of a recording. `../shared/recordings/README.md` describes every field. */
export interface RecordedCall {
  readonly service: string;
  readonly api: string;
  readonly params: JsonObject;
  /** What to wait for before the next call. */
  readonly await?: string;
  /** Path in the answer → the stand-in's value, which later calls hold. */
  readonly gives?: Readonly<Record<string, string>>;
  readonly refused?: boolean;
  readonly helper?: boolean;
  readonly as?: string;
}

/** Where an expected value comes from. */
export interface Join {
  readonly call?: number;
  readonly path?: string;
  readonly at?: string;
  readonly after?: number;
  readonly composed?: boolean;
}

/** A further replacement that was made in the answers. */
export interface Normalise {
  readonly path?: string;
  readonly key?: string;
  readonly regex?: string;
  readonly as?: string;
  readonly everywhere?: boolean;
  readonly onlyThere?: boolean;
  readonly set?: string;
  readonly parallelEvents?: string;
  readonly variableReferences?: string;
}

/** A Lambda function that must exist. */
export interface RecordedFunction {
  readonly name: string;
  readonly arn: string;
  readonly behaviour: string;
  readonly value?: Json;
  readonly prefix?: string;
  readonly seconds?: number;
  /** What a delayed function does after that. */
  readonly then?: string;
  readonly answer?: Json;
  readonly length?: number;
  readonly char?: string;
}

/** One case: calls, and AWS's answers to them. */
export interface Recording {
  readonly id: string;
  readonly kind: string;
  readonly language?: string;
  /** The test file at the source. */
  readonly group?: string;
  readonly usable: boolean;
  readonly recordedOn: string;
  readonly calls: readonly RecordedCall[];
  readonly resources?: { readonly lambda?: readonly RecordedFunction[] };
  readonly joins: Readonly<Record<string, readonly Join[]>>;
  readonly placeholders?: Readonly<Record<string, string>>;
  readonly normalise?: readonly Normalise[];
  readonly expected: Readonly<Record<string, Json>>;
}

/** The embedded AWS's account and region, and those of the recordings: their numbers of accounts are as long. */
export const standIns = {
  account: "000000000000",
  region: "us-east-1",
  recorded: /111111111111|222222222222/g,
};
