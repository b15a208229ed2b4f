import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import { literal, type Node, stateResult } from "../expression/node.ts";
import { nodeOf } from "../expression/node-of.ts";
import type { EvaluatesTo, Expr, Value } from "../expression/types.ts";
import type { Permission } from "../permissions.ts";
import { callerPlace } from "../place.ts";
import { objectArn } from "../services/s3/s3-arn.ts";
import type { Items } from "./item-source.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { Retrier } from "./retry.ts";

/** Where a distributed map writes its results. */
export interface ResultWriter {
  /** The bucket's name. */
  readonly bucket: Value<string>;
  /** What the files' keys start with. */
  readonly prefix: Value<string>;
  /** COMPACT writes outputs alone, FLATTEN also opens their arrays, NONE everything known of each execution. @default "NONE" */
  readonly transformation?: "COMPACT" | "FLATTEN" | "NONE";
  /** @default "JSON" */
  readonly outputType?: "JSON" | "JSONL";
}

export interface DistributedMapOptions {
  /** How many iterations may run at once, 1–10,000. @default 10,000 */
  readonly maxConcurrency?: Value<number>;
  /** How many items may fail before the map does. @default 0 */
  readonly toleratedFailureCount?: Value<number>;
  /** How many of a hundred items may fail before the map does. @default 0 */
  readonly toleratedFailurePercentage?: Value<number>;
  /** EXPRESS is cheaper, ends after 5 minutes at most and cannot wait by `.sync` or for a task token. @default "STANDARD" */
  readonly executionType?: "EXPRESS" | "STANDARD";
  /** Part of the executions' ARNs: 1–40 characters without white space. @default one that Step Functions makes */
  readonly label?: string;
  /** Puts results into S3, for when all outputs together have more than 256 KiB. @default they are the map's result */
  readonly results?: ResultWriter;
  /** When to run the whole map again. @default never */
  readonly retry?: readonly Retrier[];
  /** Shown in the console. */
  readonly comment?: string;
}

/** What a distributed map gives that has written its results to S3. */
export interface WrittenResults {
  readonly MapRunArn: string;
  /** Where the file is that lists the files of results. */
  readonly ResultWriterDetails: { readonly Bucket: string; readonly Key: string };
}

/** Adds a Map state whose iterations are executions of their own. */
export function distributedMap<E, V extends Returned>(
  block: Block,
  name: string,
  source: EvaluatesTo<readonly E[]> | Items<E>,
  body: (each: Block, item: Expr<E>) => V,
  options: DistributedMapOptions = {},
): Expr<Given<V>[] | WrittenResults> {
  const place = callerPlace();
  block.refuseUnlessOpen(name);
  const items: Items<E> = isItems(source) ? source : { array: toNode(source), permissions: [] };
  const item = { hint: `${name} item` };
  const result = { hint: name };
  const { sequence, returned } = block.nested((each) =>
    body(each, expr<E>({ kind: "variable", variable: item })),
  );
  sequence.result = resultNode(returned) ?? literal(null);
  const { results, executionType = "STANDARD", label } = options;
  block.add({
    kind: "map",
    name,
    place,
    comment: options.comment,
    items: items.array,
    item,
    index: { hint: `${name} index` },
    body: sequence,
    maxConcurrency: optional(options.maxConcurrency),
    retry: options.retry ?? [],
    assign: [{ variable: result, value: stateResult }],
    distribution: {
      executionType,
      label,
      reader: items.reader,
      selector: items.selector,
      batcher: items.batcher,
      toleratedFailureCount: optional(options.toleratedFailureCount),
      toleratedFailurePercentage: optional(options.toleratedFailurePercentage),
      writer: results && writerField(results),
      permissions: [
        ...childPermissions,
        ...items.permissions,
        ...(results ? [writePermission(results)] : []),
      ],
    },
  });
  return expr({ kind: "variable", variable: result });
}

const optional = (value: Value<number> | undefined): Node | undefined =>
  value === undefined ? undefined : toNode(value);

/** An array is an expression, of which only its node can be asked anything. */
const isItems = <E>(source: EvaluatesTo<readonly E[]> | Items<E>): source is Items<E> =>
  nodeOf(source) === undefined;

function writerField({ bucket, prefix, transformation, outputType }: ResultWriter): Node {
  const config = {
    ...(transformation !== undefined && { Transformation: transformation }),
    ...(outputType !== undefined && { OutputType: outputType }),
  };
  return toNode({
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: bucket, Prefix: prefix },
    ...(Object.keys(config).length > 0 && { WriterConfig: config }),
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
function writePermission({ bucket, prefix }: ResultWriter): Permission {
  const actions = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"];
  return {
    actions,
    resources: [{ arn: objectArn(bucket, prefix), derive: (arn) => `${arn.replace(/\/?\*?$/, "")}/*` }],
  };
}

/**
 * Iterations are executions of the machine itself, which has their rights. Their ARNs have the map's label after the machine's
 * name: `execution:<machine>/<label>:<name>`; the documented policy names `execution:<machine>:*`.
 */
const childPermissions: readonly Permission[] = [
  { actions: ["states:StartExecution"], resources: [{ ofMachine: String }] },
  {
    actions: ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"],
    resources: [
      { ofMachine: (arn) => `${executions(arn)}:*` },
      { ofMachine: (arn) => `${executions(arn)}/*` },
    ],
  },
];

const executions = (machineArn: string) => machineArn.replace(":stateMachine:", ":execution:");
