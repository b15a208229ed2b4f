import { type DefinitionProblem, type InvalidDefinitionError, parseDefinition } from "@batchline/asl";
import { batches, Tolerance } from "@batchline/state-machines/testing";
import { expect } from "chai";
import fc from "fast-check";

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
  it("may have every field that there is", () => {
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

  it("refuses those fields on an inline Map, and says what to set", () => {
    const message = "is a field of distributed Maps; set ItemProcessor.ProcessorConfig.Mode to DISTRIBUTED";
    const refused = { code: "BL-L002", state: "Each", message };
    expect(problemsOf({ ToleratedFailureCount: 1, Label: "x" }, { Mode: "INLINE" })).to.deep.equal([
      { ...refused, path: "/States/Each/Label" },
      { ...refused, path: "/States/Each/ToleratedFailureCount" },
    ]);
  });

  it("names the field that is wrong", () => {
    const reader = (action: string, ReaderConfig?: object) => ({
      ItemReader: { Resource: s3(action), Arguments: {}, ReaderConfig },
    });
    const beginning = (more: object, config?: object) =>
      problemsOf(more, config).map(({ path }) => path.replace("/States/Each", ""));
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

describe("batches", () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value))));

  it("hold every item once, in order, within the limits", () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 10, max: 200 }),
        (all, maxItems, maxBytes) => {
          const made = batches(all, { maxItems, maxBytes }, "shared");
          const contents = made.map(({ input }) => (input as { Items: unknown[] }).Items);
          expect(contents.flat(1)).to.deep.equal(all);
          for (const [index, { input, items: count }] of made.entries()) {
            expect(contents[index]).to.have.length(count);
            expect(count).to.be.within(1, maxItems);
            if (count > 1) expect(Buffer.byteLength(JSON.stringify(input))).to.be.at.most(maxBytes);
          }
        },
      ),
    );
  });

  it("are as full as can be", () => {
    const made = batches([1, 2, 3, 4], { maxBytes: Buffer.byteLength('{"Items":[1,2,3]}') });
    expect(made.map(({ items: count }) => count)).to.deep.equal([3, 1]);
  });
});

describe("Tolerance", () => {
  it("with neither limit is none, with both is the stricter", () => {
    expect(new Tolerance().exceededBy(0, 10)).to.equal(false);
    expect(new Tolerance().exceededBy(1, 10)).to.equal(true);
    expect(new Tolerance(2).exceededBy(2, 2)).to.equal(false);
    expect(new Tolerance(undefined, 20).exceededBy(2, 10)).to.equal(false);
    expect(new Tolerance(undefined, 20).exceededBy(3, 10)).to.equal(true);
    expect(new Tolerance(5, 20).exceededBy(3, 10)).to.equal(true);
    expect(new Tolerance(1, 20).exceededBy(2, 10)).to.equal(true);
  });
});
