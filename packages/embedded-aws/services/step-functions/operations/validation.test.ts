import {
  ValidateStateMachineDefinitionCommand,
  type ValidateStateMachineDefinitionInput,
} from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { Embedded } from "../../../testing/embedded-step-functions.ts";
import { passing } from "../../../testing/executions.ts";

describe("ValidateStateMachineDefinition", () => {
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded().start();
  });
  after(() => aws.stop());

  const validated = async (definition: string, more: Partial<ValidateStateMachineDefinitionInput> = {}) => {
    const { $metadata: _, ...answer } = await aws.client.send(
      new ValidateStateMachineDefinitionCommand({ definition, ...more }),
    );
    return answer;
  };
  const machine = (states: object) =>
    JSON.stringify({ QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states });

  it("has nothing to say about a definition that can be created", async () => {
    const definition = JSON.stringify({ QueryLanguage: "JSONata", ...passing });
    expect(await validated(definition)).to.deep.equal({ result: "OK", diagnostics: [], truncated: false });
  });

  it("reports each problem with its code and place, at most as many as wanted", async () => {
    const definition = machine({ A: { Type: "Pass", Next: "B" }, C: { Type: "Succeed" } });
    const missing = {
      severity: "ERROR",
      code: "MISSING_TRANSITION_TARGET",
      message: "Missing 'Next' target: B",
      location: "/States/A/Next",
    };
    const { result, diagnostics = [] } = await validated(definition);
    expect({ result, first: diagnostics[0], count: diagnostics.length }).to.deep.equal({
      result: "FAIL",
      first: missing,
      count: 2,
    });
    expect(await validated(definition, { maxResults: 1 })).to.deep.equal({
      result: "FAIL",
      diagnostics: [missing],
      truncated: true,
    });
  });

  it("reports warnings on request, and they do not count", async () => {
    const definition = machine({ A: { Type: "Pass", Output: "{% $unknown %}", End: true } });
    expect((await validated(definition)).diagnostics).to.deep.equal([]);
    const { result, diagnostics = [] } = await validated(definition, { severity: "WARNING" });
    expect(result).to.equal("OK");
    expect(diagnostics[0]).to.include({ severity: "WARNING", code: "POSSIBLY_UNDEFINED_VARIABLE" });
  });

  it("says where a text is not JSON, in the words of AWS's parser", async () => {
    const location = '[Source: (String)"not a definition"; line: 1, column: 4]';
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    expect((await validated("not a definition")).diagnostics).to.deep.equal([
      {
        severity: "ERROR",
        code: "INVALID_JSON_DESCRIPTION",
        message: `Unrecognized token 'not': was expecting ${expected}\n at ${location}`,
        location,
      },
    ]);
  });
});
