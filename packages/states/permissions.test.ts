import { expect } from "chai";
import { build } from "./build.ts";
import { lambdaFunction, machine, token } from "./index.ts";
import { codesOf } from "./testing/problems.ts";

describe("permissions", () => {
  it("are exactly those of the tasks, grouped by resources", () => {
    const built = build(
      machine<{ readonly list: readonly number[] }>((m) => {
        m.invoke("A", lambdaFunction<unknown, unknown>(token("a")), {});
        m.map("Each", m.input.list, (each) => {
          each.invoke("B", lambdaFunction<unknown, unknown>(token("b")), {});
          each.invoke("A again", lambdaFunction<unknown, unknown>(token("a")), {});
        });
        m.task("Tell", {
          resource: "arn:aws:states:::sns:publish",
          arguments: { TopicArn: token("topic"), Message: "done" },
          allow: [{ actions: ["sns:Publish", "sns:GetTopicAttributes"], resources: [token("topic")] }],
        });
      }),
    );
    expect(built.permissions({ a: "arn:a", b: "arn:b", topic: "arn:t" })).to.deep.equal([
      { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: ["arn:a", "arn:b"] },
      { Effect: "Allow", Action: ["sns:GetTopicAttributes", "sns:Publish"], Resource: ["arn:t"] },
    ]);
  });

  it("cover all versions of a function that is called by its version, for executions that began with another", () => {
    const built = build(
      machine((m) => {
        m.invoke("A", lambdaFunction<unknown, unknown>(token("a")), {});
      }),
    );
    const fn = "arn:aws:lambda:eu-central-1:000000000000:function:a";
    const resourcesOf = (a: string) => built.permissions({ a }).map(({ Resource }) => Resource);
    expect(resourcesOf(`${fn}:3`)).to.deep.equal([[fn, `${fn}:*`]]);
    expect(resourcesOf(fn)).to.deep.equal([[fn]]);
  });

  it("cannot be derived for a target that is known only at run time", () => {
    const built = build(
      machine<{ readonly arn: string }>((m) => {
        m.invoke("F", lambdaFunction<unknown, unknown>(m.input.arn), {});
      }),
    );
    expect(codesOf(() => built.permissions({}))).to.deep.equal(["BL-S020 F"]);
  });
});
