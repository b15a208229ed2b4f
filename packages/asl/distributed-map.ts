import { z } from "zod";
import { Expression, matching, Template } from "./json.ts";
import { labelPattern } from "./limits.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export const ProcessorConfig = z.strictObject({
  Mode: z.enum(["INLINE", "DISTRIBUTED"]).optional(),
  ExecutionType: z.enum(["STANDARD", "EXPRESS"]).optional(),
});

/** The Arguments of a reader or writer: an object of templates, or one expression. */
const callArguments = z.union([z.record(z.string(), Template), Expression]);
const count = z.union([z.int().min(0), Expression]);
const positiveCount = z.union([z.int().min(1), Expression]);

export const ReaderConfig = z.strictObject({
  InputType: z
    .enum(["CSV", "JSON", "JSONL"], "must be CSV, JSON or JSONL: the embedded AWS reads nothing else")
    .optional(),
  CSVHeaderLocation: z.enum(["FIRST_ROW", "GIVEN"]).optional(),
  CSVHeaders: z.array(z.string()).min(1).optional(),
  CSVDelimiter: z.enum(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]).optional(),
  MaxItems: count.optional(),
  ItemsPointer: matching(/^(\/.*)?$/s, "must be a JSON pointer: empty, or beginning with /").optional(),
});

export const ItemReader = z.strictObject({
  Resource: matching(
    /^arn:aws[\w-]*:states:::s3:(listObjectsV2|getObject)$/,
    "must be arn:aws:states:::s3:listObjectsV2 or arn:aws:states:::s3:getObject",
  ),
  Arguments: callArguments.optional(),
  ReaderConfig: ReaderConfig.optional(),
});

export const ResultWriter = z
  .strictObject({
    Resource: matching(
      /^arn:aws[\w-]*:states:::s3:putObject$/,
      "must be arn:aws:states:::s3:putObject",
    ).optional(),
    Arguments: callArguments.optional(),
    WriterConfig: z
      .strictObject({
        /** NONE, the default with Resource: executions as they are. COMPACT: outputs. FLATTEN: outputs, arrays as their items. */
        Transformation: z.enum(["NONE", "COMPACT", "FLATTEN"]).optional(),
        /** JSONL needs Resource. @default "JSON" */
        OutputType: z.enum(["JSON", "JSONL"]).optional(),
      })
      .optional(),
  })
  .refine(
    ({ Resource, Arguments }) => (Resource === undefined) === (Arguments === undefined),
    "needs both Resource and Arguments, or neither",
  )
  .refine(
    ({ Resource, WriterConfig }) => Resource !== undefined || WriterConfig !== undefined,
    "needs Resource and Arguments, or WriterConfig",
  );

/** The fields of a Map that only a distributed one has. */
export const distributedFields = {
  /** A part of the Map Run's ARN. @default made of the state's name */
  Label: matching(labelPattern, "has more than 40 characters, or one that a Label must not have").optional(),
  /** The source of the items, instead of Items. */
  ItemReader: ItemReader.optional(),
  /** Gives an iteration several items, as `{ Items, BatchInput? }`. */
  ItemBatcher: z
    .strictObject({
      MaxItemsPerBatch: positiveCount.optional(),
      MaxInputBytesPerBatch: positiveCount.optional(),
      BatchInput: Template.optional(),
    })
    .refine(
      ({ MaxItemsPerBatch, MaxInputBytesPerBatch }) =>
        MaxItemsPerBatch !== undefined || MaxInputBytesPerBatch !== undefined,
      "needs MaxItemsPerBatch or MaxInputBytesPerBatch",
    )
    .optional(),
  /** @default 0 */
  ToleratedFailureCount: count.optional(),
  /** Of a hundred items. @default 0 */
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), Expression]).optional(),
  /** Writes results to S3 with Resource and Arguments, else into the state's result. */
  ResultWriter: ResultWriter.optional(),
};

interface Problem {
  readonly field: string[];
  readonly message: string;
}

interface MapFields {
  readonly Items?: unknown;
  readonly ItemReader?: z.infer<typeof ItemReader> | undefined;
  readonly ItemProcessor: { readonly ProcessorConfig?: z.infer<typeof ProcessorConfig> | undefined };
}

/** Fields of a Map that exclude or need one another. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export function distributedProblems(state: MapFields): Problem[] {
  const { Mode, ExecutionType } = state.ItemProcessor.ProcessorConfig ?? {};
  const problem = (message: string, ...field: string[]): Problem => ({ field, message });
  if (Mode !== "DISTRIBUTED") {
    // AWS accepts the tolerances, without effect.
    const misplaced = Object.keys(distributedFields).filter(
      (name) => Object.hasOwn(state, name) && !name.startsWith("Tolerated"),
    );
    const type = ExecutionType === undefined ? [] : ["ItemProcessor/ProcessorConfig/ExecutionType"];
    return [...misplaced, ...type].map((name) =>
      problem("is a field of distributed Maps; set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED", name),
    );
  }
  const problems: Problem[] = [];
  if (ExecutionType === undefined) {
    const place = ["ItemProcessor", "ProcessorConfig", "ExecutionType"];
    problems.push(problem("is required for a distributed Map: STANDARD or EXPRESS", ...place));
  }
  const { ItemReader } = state;
  if (ItemReader === undefined) return problems;
  if (state.Items !== undefined) problems.push(problem("has no effect with an ItemReader", "Items"));
  return [...problems, ...readerProblems(ItemReader)];
}

function readerProblems({ Resource, ReaderConfig = {} }: z.infer<typeof ItemReader>): Problem[] {
  const at = (field: string, message: string): Problem => ({
    field: ["ItemReader", "ReaderConfig", field],
    message,
  });
  const { InputType, CSVHeaderLocation, CSVHeaders, CSVDelimiter, ItemsPointer } = ReaderConfig;
  if (Resource.endsWith(":listObjectsV2")) {
    return InputType === undefined ? [] : [at("InputType", "has no meaning for s3:listObjectsV2")];
  }
  if (InputType === undefined) return [at("InputType", "is required for s3:getObject: CSV, JSON or JSONL")];
  const problems: Problem[] = [];
  if (InputType !== "CSV" && (CSVHeaderLocation ?? CSVHeaders ?? CSVDelimiter) !== undefined) {
    problems.push(at("InputType", `is ${InputType}, which has no CSV fields`));
  }
  if (InputType === "CSV" && CSVHeaderLocation === undefined) {
    problems.push(at("CSVHeaderLocation", "is required for CSV: FIRST_ROW or GIVEN"));
  }
  if ((CSVHeaderLocation === "GIVEN") !== (CSVHeaders !== undefined)) {
    problems.push(at("CSVHeaders", "belongs to CSVHeaderLocation GIVEN, and only to that"));
  }
  if (ItemsPointer !== undefined && InputType !== "JSON") {
    problems.push(at("ItemsPointer", "is for JSON only"));
  }
  return problems;
}
