import { expect } from "chai";
import {
  checkDefinition,
  errorCodes,
  InvalidDefinitionError,
  parseDefinition,
  problemText,
} from "./index.ts";

const machine = (states: object, more: object = {}) => ({
  QueryLanguage: "JSONata",
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const end = { Type: "Pass", End: true };
const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };
const found = (definition: unknown) => checkDefinition(definition).map(({ code, path }) => [code, path]);
const texts = (definition: unknown) => checkDefinition(definition).map(problemText);

function refusal(text: string): InvalidDefinitionError {
  try {
    parseDefinition(text);
  } catch (error) {
    if (error instanceof InvalidDefinitionError) return error;
    throw error;
  }
  return expect.fail("it was accepted");
}

/** A definition with each problem, and what AWS says of it or would. */
const messages: readonly (readonly [definition: unknown, text: string])[] = [
  [{}, "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
  [{ StartAt: "A" }, "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"],
  [[], "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object at /"],
  [
    machine({ A: { Type: "Loop" } }),
    "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type",
  ],
  [
    machine({ A: { ...end, Colour: 1 } }),
    "SCHEMA_VALIDATION_FAILED: Field 'Colour' is not supported at /States/A",
  ],
  [
    machine({ A: { ...end, Catch: [] } }),
    "SCHEMA_VALIDATION_FAILED: Field 'Catch' is not supported at /States/A",
  ],
  [machine({ A: { Type: "Pass" } }), "SCHEMA_VALIDATION_FAILED: needs either Next or End at /States/A"],
  [
    machine({ A: { Type: "Wait", End: true } }),
    "SCHEMA_VALIDATION_FAILED: needs either Seconds or Timestamp at /States/A",
  ],
  [
    machine({ A: { ...task, Resource: "lambda" } }),
    "SCHEMA_VALIDATION_FAILED: is not a valid ARN at /States/A/Resource",
  ],
  [
    machine({ A: { Type: "Task", End: true } }),
    "SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at /States/A",
  ],
  [
    machine({ A: { Type: "Parallel", Branches: [], End: true } }),
    "SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches",
  ],
  [
    machine({ A: { ...end, QueryLanguage: "JSONPath" } }),
    "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/A",
  ],
  [
    machine({ A: { ...end, Parameters: {} } }),
    "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage at /States/A",
  ],
  [
    { StartAt: "A", States: { A: { ...end, ResultPath: "$.x" } } },
    'SCHEMA_VALIDATION_FAILED: uses JSONPath; only JSONata runs here. Set "QueryLanguage": "JSONata" on the state machine at /States/A',
  ],
  [
    machine({ A: { ...end, Output: "x".repeat(1_048_576) } }),
    "SCHEMA_VALIDATION_FAILED: the definition has 1048671 bytes; 1048576 are allowed at /",
  ],
  [
    machine({
      A: { Type: "Choice", Choices: [{ Condition: "{% true %}", Next: "Nope" }], Default: "B" },
      B: end,
    }),
    "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /States/A/Choices[0]/Next",
  ],
  [
    machine({ A: end }, { StartAt: "Nope" }),
    "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: Nope at /StartAt",
  ],
  [
    machine({ A: end, Lost: end }),
    'MISSING_TRANSITION_TARGET: State "Lost" is not reachable. at /States/Lost',
  ],
  [
    machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } }),
    "MISSING_END_STATE: Workflow has no terminal state at null",
  ],
  [
    machine({ A: { ...task, Catch: [{ ErrorEquals: ["States.ALL", "X"], Next: "B" }] }, B: end }),
    "SCHEMA_VALIDATION_FAILED: States.ALL must stand alone at /States/A/Catch[0]/ErrorEquals",
  ],
  [
    machine({ A: { ...task, Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["X"] }] } }),
    "SCHEMA_VALIDATION_FAILED: States.ALL must be in the last one at /States/A/Retry[0]/ErrorEquals",
  ],
  [
    machine({ A: { ...end, Assign: { states: 1 } } }),
    'SCHEMA_VALIDATION_FAILED: "states" is reserved at /States/A/Assign/states',
  ],
  [
    machine({ A: { ...end, Assign: { "no-name": 1 } } }),
    'SCHEMA_VALIDATION_FAILED: "no-name" is not a variable name at /States/A/Assign/no-name',
  ],
];

describe("a definition of the Amazon States Language", () => {
  it("is accepted when the machine or each of its states says that it uses JSONata", () => {
    expect(found(machine({ A: end }))).to.deep.equal([]);
    const own = { StartAt: "A", States: { A: { ...end, QueryLanguage: "JSONata" } } };
    expect(found(own)).to.deep.equal([]);
    expect(found({ ...own, QueryLanguage: "JSONPath" })).to.deep.equal([]);
    expect(texts({ ...own, QueryLanguage: "jsonata" })).to.deep.equal([
      "SCHEMA_VALIDATION_FAILED: The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata] at /QueryLanguage",
    ]);
  });

  for (const [definition, text] of messages) {
    it(`is refused with: ${text.slice(0, 110)}`, () => {
      expect(texts(definition)).to.include(text);
    });
  }

  it("is refused with AWS's sentence, a code and every problem at once", () => {
    const broken = { A: { Type: "Pass", Next: "Nowhere" }, B: { ...end, Output: "{% 1 + %}" } };
    const error = refusal(JSON.stringify(machine(broken)));
    expect(error.code).to.equal("BL-L006");
    expect(error.problems.map(({ code, path, state }) => [code, path, state])).to.deep.equal([
      ["BL-L006", "/States/A/Next", "A"],
      ["BL-L006", "/States/B", "B"],
      ["BL-L009", "/States/B/Output", "B"],
    ]);
    expect(error.message).to.equal(
      [
        "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/A/Next",
        'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
        "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/B/Output'",
      ].join(", "),
    );
  });

  it("is refused when it is not JSON", () => {
    const path = '[Source: (String)"not a definition"; line: 1, column: 4]';
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    expect(refusal("not a definition").problems).to.deep.equal([
      { code: "BL-L001", path, message: `Unrecognized token 'not': was expecting ${expected}\n at ${path}` },
    ]);
    expect(refusal('{\n  "a": 1,\n}').problems[0]?.path).to.equal(
      '[Source: (String)"{\n  "a": 1,\n}"; line: 3, column: 1]',
    );
    expect(refusal(" ").problems).to.deep.equal([
      { code: "BL-L002", path: null, message: "Definition must be a valid JSON object" },
    ]);
  });

  it("has names that are unique in the whole machine, and transitions that stay in their block", () => {
    const P = {
      Type: "Parallel",
      Branches: [
        { StartAt: "In", States: { In: { Type: "Pass", Next: "Out" } } },
        { StartAt: "P", States: { P: end } },
      ],
      Next: "Out",
    };
    expect(found(machine({ P, Out: end }))).to.deep.equal([
      ["BL-L005", "/States/P/Branches[1]/States/P"],
      ["BL-L006", "/States/P/Branches[0]/States/In/Next"],
      ["BL-L007", "/States/P/Branches[0]"],
    ]);
  });

  it("needs an end in each block: a loop has one, and so has each state that leads to it", () => {
    const choice = (Default: string) => ({
      Type: "Choice",
      Choices: [{ Condition: "{% true %}", Next: "A" }],
      Default,
    });
    expect(found(machine({ A: { Type: "Pass", Next: "C" }, C: choice("A") }))).to.deep.equal([
      ["BL-L007", null],
    ]);
    expect(found(machine({ A: { Type: "Pass", Next: "C" }, C: choice("Z"), Z: end }))).to.deep.equal([]);
    // An unreachable end does not count: no path from the start reaches it.
    const unreachable = { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" }, Z: end };
    expect(found(machine(unreachable))).to.deep.equal([["BL-L006", "/States/Z"]]);
    // AWS does not report unreachable states beside a missing end.
    const loops = { A: { Type: "Pass", Next: "A" }, B: { Type: "Pass", Next: "A" } };
    expect(found(machine(loops))).to.deep.equal([["BL-L007", null]]);
    const itself = { C: { ...choice("C"), Choices: [{ Condition: "{% true %}", Next: "C" }] } };
    expect(found(machine(itself))).to.deep.equal([["BL-L007", null]]);
  });

  it("reads the query language of the machine in Maps too, whatever the Map's own is", () => {
    const ItemProcessor = { StartAt: "I", States: { I: end } };
    const M = { Type: "Map", QueryLanguage: "JSONata", ItemProcessor, End: true };
    expect(found({ StartAt: "M", States: { M } })).to.deep.equal([
      ["BL-L004", "/States/M/ItemProcessor/States/I"],
    ]);
  });

  it("lets inner states read outer variables, but not assign them", () => {
    const M = {
      Type: "Map",
      ItemProcessor: { StartAt: "I", States: { I: { ...end, Assign: { total: 1, own: 2 } } } },
      Next: "Z",
    };
    expect(texts(machine({ M, Z: { ...end, Assign: { total: 0 } } }))).to.deep.equal([
      "DUPLICATE_VARIABLE_NAME: The variable name 'total' was already defined in a parent scope: it is assigned outside, at /States/Z/Assign/total; inner states can only read it at /States/M/ItemProcessor/States/I/Assign/total",
    ]);
  });

  it("lets a Parallel's Catch assign what its branches assign", () => {
    const branch = { StartAt: "I", States: { I: { ...end, Assign: { seen: 1 } } } };
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Z", Assign: { seen: 2 } }];
    const P = { Type: "Parallel", Branches: [branch], Catch, Next: "Z" };
    expect(found(machine({ P, Z: end }))).to.deep.equal([]);
    const assigning = { ...P, Assign: { seen: 3 } };
    const at = "/States/P/Branches[0]/States/I/Assign/seen";
    expect(found(machine({ P: assigning, Z: end }))).to.deep.equal([["BL-L012", at]]);
  });

  it("accepts a Condition that is a boolean", () => {
    const C = { Type: "Choice", Choices: [{ Condition: true, Next: "Z" }], Default: "Z" };
    expect(found(machine({ C, Z: end }))).to.deep.equal([]);
  });

  it("accepts JSONPath as the machine's language when each state says JSONata", () => {
    const QueryLanguage = "JSONata";
    expect(found(machine({ A: { ...end, QueryLanguage } }, { QueryLanguage: "JSONPath" }))).to.deep.equal([]);
  });

  it("is refused when it is nested without end", () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const text = (Output: string) =>
      JSON.stringify(machine({ A: { ...end, Output: 0 } })).replace(":0", `:${Output}`);
    expect(refusal(text(nested(500))).problems).to.deep.equal([
      { code: "BL-L002", path: "/", message: "arrays and objects are in one another more than 500 deep" },
    ]);
    expect(refusal(text(nested(500_000))).problems[0]?.code).to.equal("BL-L002");
    expect(() => parseDefinition(text(nested(490)))).not.to.throw();
  });

  it("has a fix for each code", () => {
    for (const { fix, means, aws } of Object.values(errorCodes)) {
      expect([fix, means].every((text) => text.endsWith("."))).to.equal(true);
      expect(aws).to.match(/^[A-Z_]+$/);
    }
  });
});
