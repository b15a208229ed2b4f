import { expect } from "chai";
import { checkDefinition, isWarning, parseDefinition, problemText } from "./index.ts";
import { acceptedExpressions, refusedExpressions } from "./testing/index.ts";

const machine = (states: object, more: object = {}) => ({
  QueryLanguage: "JSONata",
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const end = { Type: "Pass", End: true };
const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };
const output = (source: string) => machine({ E: { ...end, Output: { v: `{% ${source} %}` } } });
const found = (definition: unknown) => checkDefinition(definition).map(({ code, path }) => [code, path]);
const texts = (definition: unknown) => checkDefinition(definition).map(problemText);

describe("an expression in a definition", () => {
  for (const [source, code, message] of refusedExpressions) {
    it(`is refused: ${source}`, () => {
      const [problem, ...others] = checkDefinition(output(source));
      expect(others).to.deep.equal([]);
      expect(problem).to.include({ code, path: "/States/E/Output/v", state: "E" });
      expect(problem?.message).to.satisfy((text: string) => text.startsWith(message));
      expect(problem?.expression?.source).to.equal(source);
    });
  }

  for (const source of acceptedExpressions) {
    it(`is accepted: ${source}`, () => {
      expect(texts(output(source))).to.deep.equal([]);
    });
  }

  it("gets a problem for each name that it reads from the context", () => {
    expect(checkDefinition(output("aaa + bbb")).map(({ message }) => message)).to.deep.equal([
      "Reference to 'aaa' at the top level is not supported.",
      "Reference to 'bbb' at the top level is not supported.",
    ]);
  });

  it("is read however deep its tree is", () => {
    expect(texts(output(`1${"+1".repeat(4000)}`))).to.deep.equal([]);
    expect(texts(output(`${"1?".repeat(3000)}phone`))).to.deep.equal([
      "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/E/Output/v",
    ]);
  });

  it("may read a variable that nothing assigns, with a warning: it fails when it runs, as on AWS", () => {
    for (const source of ["$doesNotExist", "$eval('1')"]) {
      const problems = checkDefinition(output(source));
      expect(problems.map(({ code }) => code)).to.deep.equal(["BL-L013"]);
      expect(problems.every(isWarning)).to.equal(true);
      expect(() => parseDefinition(JSON.stringify(output(source)))).not.to.throw();
    }
    const assigned = {
      A: { Type: "Pass", Assign: { phone: 1 }, Next: "B" },
      B: { ...end, Output: "{% $phone %}" },
    };
    expect(texts(machine(assigned))).to.deep.equal([]);
    const bare = { ...assigned, B: { ...end, Output: "{% phone %}" } };
    expect(found(machine(bare))).to.deep.equal([["BL-L010", "/States/B/Output"]]);
  });

  it("reads $states.errorOutput in a Catch, and $states.result in the Output and Assign of what has a result", () => {
    const Catch = (expression: string) => [
      { ErrorEquals: ["States.ALL"], Assign: { e: expression }, Output: expression, Next: "Z" },
    ];
    const states = (fields: object) => machine({ T: { ...task, ...fields }, Z: end });
    const error = "{% $states.errorOutput.Cause %}";
    const result = "{% $states.result.Payload %}";
    expect(texts(states({ Catch: Catch(error), Output: result, Assign: { r: result } }))).to.deep.equal([]);
    expect(
      found(states({ Catch: Catch(result), Output: error, Arguments: { FunctionName: result } })),
    ).to.deep.equal([
      ["BL-L010", "/States/T/Catch[0]/Assign/e"],
      ["BL-L010", "/States/T/Catch[0]/Output"],
      ["BL-L010", "/States/T/Output"],
      ["BL-L010", "/States/T/Arguments/FunctionName"],
    ]);
    // The state after the Catch has it no more.
    const after = machine({ T: { ...task, Catch: Catch(error) }, Z: { ...end, Output: error } });
    expect(found(after)).to.deep.equal([["BL-L010", "/States/Z/Output"]]);
  });

  it("is looked for in every field that AWS evaluates, and in no other", () => {
    const phone = "{% phone %}";
    const inner = { StartAt: "I", States: { I: { ...end, Output: { a: [phone] } } } };
    const C = {
      Type: "Choice",
      Comment: phone,
      Choices: [{ Condition: phone, Comment: phone, Output: phone, Next: "W" }],
      Default: "W",
    };
    const states = {
      C,
      W: { Type: "Wait", Seconds: phone, Next: "M" },
      M: { Type: "Map", Items: phone, ItemSelector: { Next: phone }, ItemProcessor: inner, Next: "P" },
      P: {
        Type: "Parallel",
        Branches: [{ StartAt: "B", States: { B: { ...end, Assign: { Next: phone } } } }],
        Next: "T",
      },
      T: { ...task, Retry: [{ ErrorEquals: [phone] }], End: undefined, Next: "F" },
      F: { Type: "Fail", Cause: phone },
    };
    expect(found(JSON.parse(JSON.stringify(machine(states)))).map(([, path]) => path)).to.deep.equal([
      "/States/C/Choices[0]/Condition",
      "/States/C/Choices[0]/Output",
      "/States/W/Seconds",
      "/States/M/Items",
      "/States/M/ItemSelector/Next",
      "/States/M/ItemProcessor/States/I/Output/a[0]",
      "/States/P/Branches[0]/States/B/Assign/Next",
      "/States/F/Cause",
    ]);
    const reader = {
      Resource: "arn:aws:states:::s3:getObject",
      Arguments: { Bucket: phone },
      ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: [phone] },
    };
    const ItemProcessor = {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "I",
      States: { I: end },
    };
    const distributed = { Type: "Map", ItemReader: reader, ItemProcessor, End: true };
    expect(found(machine({ M: distributed }))).to.deep.equal([
      ["BL-L010", "/States/M/ItemReader/Arguments/Bucket"],
    ]);
  });
});
