import type { MapState } from "./types.ts";

interface Problem {
  readonly field: string[];
  readonly message: string;
}

/** The fields that only a distributed Map has. */
const distributedFields = [
  "Label",
  "ItemReader",
  "ItemBatcher",
  "ToleratedFailureCount",
  "ToleratedFailurePercentage",
  "ResultWriter",
];

/** Fields of a Map that exclude or need one another. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export function distributedProblems(
  state: Pick<MapState, "Items" | "ItemReader"> & {
    readonly ItemProcessor: Pick<MapState["ItemProcessor"], "ProcessorConfig">;
  },
): Problem[] {
  const { Mode, ExecutionType } = state.ItemProcessor.ProcessorConfig ?? {};
  const problem = (message: string, ...field: string[]): Problem => ({ field, message });
  if (Mode !== "DISTRIBUTED") {
    const misplaced = distributedFields.filter((name) => Object.hasOwn(state, name));
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
