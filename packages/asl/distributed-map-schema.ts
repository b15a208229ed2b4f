import { z } from "zod";
import { Expression } from "./expression-schema.ts";
import type { MapState } from "./types.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export const processorConfig = z.strictObject({
  Mode: z.enum(["INLINE", "DISTRIBUTED"]).optional(),
  ExecutionType: z.enum(["STANDARD", "EXPRESS"]).optional(),
});

/** The Arguments of a reader or writer: an object of templates, or one expression. */
const callArguments = z.union([z.record(z.string(), z.json()), Expression]);
const count = z.union([z.int().min(0), Expression]);
const positiveCount = z.union([z.int().min(1), Expression]);

const readerConfig = z.strictObject({
  InputType: z
    .enum(["CSV", "JSON", "JSONL"], "must be CSV, JSON or JSONL: the embedded AWS reads nothing else")
    .optional(),
  CSVHeaderLocation: z.enum(["FIRST_ROW", "GIVEN"]).optional(),
  CSVHeaders: z.array(z.string()).min(1).optional(),
  CSVDelimiter: z.enum(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]).optional(),
  MaxItems: count.optional(),
  ItemsPointer: z
    .string()
    .regex(/^(\/.*)?$/s, "must be a JSON pointer: empty, or beginning with /")
    .optional(),
});

/** The fields of a Map that only a distributed one has. */
export const distributedFields = {
  Label: z
    .string()
    .min(1)
    .max(40)
    .regex(/^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]+$/u, "has a character that a Label must not have")
    .optional(),
  ItemReader: z
    .strictObject({
      Resource: z
        .string()
        .regex(
          /^arn:aws[\w-]*:states:::s3:(listObjectsV2|getObject)$/,
          "must be arn:aws:states:::s3:listObjectsV2 or arn:aws:states:::s3:getObject",
        ),
      Arguments: callArguments.optional(),
      ReaderConfig: readerConfig.optional(),
    })
    .optional(),
  ItemBatcher: z
    .strictObject({
      MaxItemsPerBatch: positiveCount.optional(),
      MaxInputBytesPerBatch: positiveCount.optional(),
      BatchInput: z.json().optional(),
    })
    .refine(
      ({ MaxItemsPerBatch, MaxInputBytesPerBatch }) =>
        MaxItemsPerBatch !== undefined || MaxInputBytesPerBatch !== undefined,
      "needs MaxItemsPerBatch or MaxInputBytesPerBatch",
    )
    .optional(),
  ToleratedFailureCount: count.optional(),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), Expression]).optional(),
  ResultWriter: z
    .strictObject({
      Resource: z
        .string()
        .regex(/^arn:aws[\w-]*:states:::s3:putObject$/, "must be arn:aws:states:::s3:putObject")
        .optional(),
      Arguments: callArguments.optional(),
      WriterConfig: z
        .strictObject({
          Transformation: z.enum(["NONE", "COMPACT", "FLATTEN"]).optional(),
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
    )
    .optional(),
};

interface Problem {
  readonly field: string[];
  readonly message: string;
}

/** What does not go together: an inline Map has none of the distributed fields, and readers and CSV have rules of their own. */
export function distributedProblems(
  state: Pick<MapState, "Items" | "ItemReader"> & {
    readonly ItemProcessor: Pick<MapState["ItemProcessor"], "ProcessorConfig">;
  },
): Problem[] {
  const { Mode, ExecutionType } = state.ItemProcessor.ProcessorConfig ?? {};
  const problem = (message: string, ...field: string[]): Problem => ({ field, message });
  if (Mode !== "DISTRIBUTED") {
    const misplaced = Object.keys(distributedFields).filter((name) => Object.hasOwn(state, name));
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

function readerProblems({ Resource, ReaderConfig = {} }: NonNullable<MapState["ItemReader"]>): Problem[] {
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
