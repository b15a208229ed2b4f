import { expect } from "chai";
import { build } from "./build.ts";
import { lambdaFunction, machine, token } from "./index.ts";
import { codesOf } from "./testing/problems.ts";

describe("tokens", () => {
  const built = build(
    machine((m) => {
      const f = lambdaFunction<unknown, string>(token("function"));
      const url = m.invoke("F", f, {
        literal: "$" + "{function}",
        plain: token("url"),
        inside: [token("url")],
      });
      m.choose("Here?").when(url.eq(token("url")), (then) => then.succeed("Yes"));
    }),
  );
  const values = {
    function: "arn:aws:lambda:eu-central-1:1:function:f",
    url: "https://example.org/a?b=c&d=e",
  };

  it("are listed, and are substitutions in the definition", () => {
    expect(built.tokens).to.deep.equal(["function", "url"]);
    expect(built.asl.States.F).to.have.nested.property("Arguments.FunctionName", "$" + "{function}");
  });

  it("are filled in everywhere; literals that look like them stay unchanged", () => {
    const definition = JSON.parse(built.definition(values));
    expect(definition.States.F.Arguments).to.deep.equal({
      FunctionName: values.function,
      Payload: { literal: "{% '\\u0024{function}' %}", plain: values.url, inside: [values.url] },
    });
    expect(definition.States["Here?"].Choices[0].Condition).to.equal(`{% $f = '${values.url}' %}`);
  });

  for (const [what, given] of [
    ["is missing", { url: "u" }],
    ["is empty", { ...values, url: "" }],
    ["belongs to no token", { ...values, other: "x" }],
    ["could end a string", { ...values, url: "a'b" }],
    ["could end an expression", { ...values, url: "a%}" }],
  ] as const) {
    it(`reject a value that ${what}`, () => {
      expect(codesOf(() => built.definition(given))).to.deep.equal(["BL-S016"]);
      expect(codesOf(() => built.permissions(given))).to.deep.equal(["BL-S016"]);
    });
  }

  it("reject a name that a definition cannot have", () => {
    expect(codesOf(() => token("a b"))).to.deep.equal(["BL-S016"]);
  });
});
