import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { build, StatesError } from "../build.ts";
import { conditional, machine, value } from "../index.ts";
import { evaluate } from "../testing/evaluate.ts";

/** Strings with the syntax of JSONata, of Step Functions, or of tokens. */
const awkward = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc
    .array(
      fc.constantFrom("'", '"', "\\", "\n", "{%", "%}", "${", "}", "`", "$", " ", "é", "\u{1F600}", "\ud800"),
    )
    .map((parts) => parts.join("")),
);

/** JSON values; JSONata itself cannot make an object with the key __proto__, nor one with its internal flags. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    awkward,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      awkward.filter((key) => !["__proto__", "_jsonata_lambda", "_jsonata_function"].includes(key)),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

const asJson = (given: unknown): unknown => JSON.parse(JSON.stringify(given));

describe("literals", () => {
  it("evaluate to themselves, whatever they are", () =>
    fc.assert(
      fc.asyncProperty(json, async (given) => {
        expect(asJson(await evaluate(given))).to.deep.equal(asJson(given));
      }),
    ));

  it("evaluate to themselves inside an expression", () =>
    fc.assert(
      fc.asyncProperty(json, async (given) => {
        const inside = conditional(value(1).eq(1), { given: given as string }, { given: "" });
        expect(await evaluate(inside)).to.deep.equal({ given: asJson(given) });
      }),
    ));

  it("make valid definitions in any place", () =>
    fc.assert(
      fc.property(json, (given) => {
        const { definition } = build(
          machine((m) => {
            const kept = m.pass("Keep", { given: given as string });
            m.succeed("Done", [kept.given, given as string]);
          }),
        );
        expect(definition({})).to.be.a("string");
      }),
    ));

  it("leave out object fields that are undefined, as JSON does", async () => {
    expect(await evaluate({ a: undefined, b: 1 })).to.deep.equal({ b: 1 });
  });

  for (const [what, given] of [
    ["a function", { a: { b: () => 1 } }],
    ["a Date", { a: { b: new Date(0) } }],
    ["NaN", { a: { b: Number.NaN } }],
    ["a bigint", { a: { b: 1n } }],
    ["undefined in an array", { a: { b: [undefined] } }],
  ] as const) {
    it(`reject ${what} with its path`, async () => {
      const failure = await evaluate(given).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(StatesError).with.property("code", "BL-S013");
      expect(String(failure)).to.include("at a.b");
    });
  }

  it("reject a value that contains itself", async () => {
    const given: { self?: unknown } = {};
    given.self = given;
    expect(await evaluate(given).catch((error: unknown) => error)).to.have.property("code", "BL-S013");
  });
});
