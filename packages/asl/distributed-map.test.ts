import { expect } from "chai";
import { type DefinitionProblem, type InvalidDefinitionError, parseDefinition } from "./index.ts";

const distributed = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
const s3 = (action: string) => `arn:aws:states:::s3:${action}`;

function problemsOf(more: object, ProcessorConfig: object = distributed): readonly DefinitionProblem[] {
  const Pass = { Type: "Pass", End: true };
  const ItemProcessor = { ProcessorConfig, StartAt: "P", States: { P: Pass } };
  const Each = { Type: "Map", ItemProcessor, ...more, End: true };
  try {
    parseDefinition(JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Each", States: { Each } }));
    return [];
  } catch (error) {
    return (error as InvalidDefinitionError).problems;
  }
}

describe("definitions of distributed Maps", () => {
  it("accepts every field", () => {
    const fields = {
      Label: "Each-1",
      ItemReader: {
        Resource: s3("getObject"),
        Arguments: "{% $states.input %}",
        ReaderConfig: {
          InputType: "CSV",
          CSVHeaderLocation: "GIVEN",
          CSVHeaders: ["a"],
          MaxItems: "{% 1 %}",
        },
      },
      ItemBatcher: { MaxInputBytesPerBatch: "{% 1000 %}", BatchInput: [1] },
      ToleratedFailureCount: 3,
      ToleratedFailurePercentage: "{% 2.5 %}",
      ResultWriter: { Resource: s3("putObject"), Arguments: { Bucket: "b" } },
    };
    expect(problemsOf(fields)).to.deep.equal([]);
    expect(problemsOf({}, { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" })).to.deep.equal([]);
  });

  it("refuses the fields of a distributed Map on an inline one, and says what to set", () => {
    const message = "is a field of distributed Maps; set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED";
    const refused = { code: "BL-L002", state: "Each", message };
    expect(
      problemsOf({ ItemBatcher: { MaxItemsPerBatch: 1 }, Label: "x" }, { Mode: "INLINE" }),
    ).to.deep.equal([
      { ...refused, path: "/States/Each/Label" },
      { ...refused, path: "/States/Each/ItemBatcher" },
    ]);
  });

  it("accepts the tolerances on an inline Map, as AWS does", () => {
    expect(problemsOf({ ToleratedFailureCount: 1, ToleratedFailurePercentage: 5 }, { Mode: "INLINE" })).to.be
      .empty;
  });

  it("names the invalid field", () => {
    const reader = (action: string, ReaderConfig?: object) => ({
      ItemReader: { Resource: s3(action), Arguments: {}, ReaderConfig },
    });
    const beginning = (more: object, config?: object) =>
      problemsOf(more, config).map(({ path }) => path?.replace("/States/Each", ""));
    expect(beginning({}, { Mode: "DISTRIBUTED" })).to.deep.equal([
      "/ItemProcessor/ProcessorConfig/ExecutionType",
    ]);
    expect(beginning(reader("getObject"))).to.deep.equal(["/ItemReader/ReaderConfig/InputType"]);
    expect(beginning(reader("getObject", { InputType: "PARQUET" }))).to.deep.equal([
      "/ItemReader/ReaderConfig/InputType",
    ]);
    expect(beginning(reader("getObject", { InputType: "CSV" }))).to.deep.equal([
      "/ItemReader/ReaderConfig/CSVHeaderLocation",
    ]);
    expect(beginning(reader("copyObject", { InputType: "JSON" }))).to.deep.equal(["/ItemReader/Resource"]);
    expect(beginning({ ...reader("listObjectsV2"), Items: [1] })).to.deep.equal(["/Items"]);
    expect(beginning({ ItemBatcher: { BatchInput: {} } })).to.deep.equal(["/ItemBatcher"]);
    expect(beginning({ ResultWriter: { Resource: s3("putObject") } })).to.deep.equal(["/ResultWriter"]);
    expect(beginning({ ToleratedFailurePercentage: 101 })).to.deep.equal(["/ToleratedFailurePercentage"]);
    expect(beginning({ Label: "not a label" })).to.deep.equal(["/Label"]);
  });
});
