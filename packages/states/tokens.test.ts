import { expect } from "chai";
import { build, StatesError } from "./build.ts";
import { lambdaFunction, machine, token } from "./index.ts";

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

  it("are listed, and stand in the definition as substitutions do", () => {
    expect(built.tokens).to.deep.equal(["function", "url"]);
    expect(built.asl.States.F).to.have.nested.property("Arguments.FunctionName", "$" + "{function}");
  });

  it("are filled in everywhere, and literals that look like them are left alone", () => {
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
    ["belongs to none", { ...values, other: "x" }],
    ["could end a string", { ...values, url: "a'b" }],
    ["could end an expression", { ...values, url: "a%}" }],
  ] as const) {
    it(`refuse a value that ${what}`, () => {
      expect(() => built.definition(given))
        .to.throw(StatesError)
        .with.property("code", "BL-S016");
      expect(() => built.permissions(given))
        .to.throw(StatesError)
        .with.property("code", "BL-S016");
    });
  }

  it("refuse a name that a definition could not hold", () => {
    expect(() => token("a b"))
      .to.throw(StatesError)
      .with.property("code", "BL-S016");
  });
});
