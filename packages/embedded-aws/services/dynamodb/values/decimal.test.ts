import { expect } from "chai";
import fc from "fast-check";
import { keyBytes } from "../storage/key-bytes.ts";
import { add, canonical, compareNumbers, negated } from "./decimal.ts";

const digits = fc.stringMatching(/^[1-9][0-9]{0,36}$/);
const number = fc
  .tuple(fc.boolean(), digits, fc.integer({ min: -80, max: 80 }))
  .map(([negative, text, exponent]) => canonical(`${negative ? "-" : ""}${text}e${exponent}`));

describe("numbers of DynamoDB", () => {
  it("have one form", () => {
    const forms = [
      ...[
        ["+3", "3"],
        ["0001.230", "1.23"],
        [".123", "0.123"],
        ["-17.4E3", "-17400"],
        ["1e+5", "100000"],
        ["-0", "0"],
      ],
      ...[
        ["0e1000", "0"],
        ["1e-130", `0.${"0".repeat(129)}1`],
        ["9.9e125", `99${"0".repeat(124)}`],
        ["5.", "5"],
      ],
    ];
    for (const [given = "", form] of forms) expect(canonical(given)).to.equal(form);
  });

  it("have 38 digits, and exponents from -130 to 125", () => {
    const [overflow, underflow] = [/^Number overflow/, /^Number underflow/];
    for (const [given, problem] of [
      ...([
        ["1e126", overflow],
        ["-11e125", overflow],
        ["1e9999999999", overflow],
        ["1e-131", underflow],
      ] as const),
      ...["NaN", "Infinity", " 1", "1 ", "", "1e", "0x1", "."].map(
        (text) => [text, /cannot be converted to a numeric value/] as const,
      ),
      [`1.${"1".repeat(38)}`, /more than 38 significant digits/] as const,
    ])
      expect(() => canonical(given)).to.throw(problem);
    expect(canonical(`1.${"1".repeat(37)}`)).to.equal(`1.${"1".repeat(37)}`);
  });

  it("have the order of their values, also as bytes", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const order = Math.sign(compareNumbers(a, b));
        expect(Math.sign(Buffer.compare(keyBytes({ N: a }), keyBytes({ N: b })))).to.equal(order);
        if (Number(a) !== Number(b)) expect(order).to.equal(Math.sign(Number(a) - Number(b)));
        expect(Math.sign(compareNumbers(negated(a), negated(b)))).to.equal(Math.sign(compareNumbers(b, a)));
      }),
    );
  });

  it("are added exactly", () => {
    expect(add("1", "10000000000000000000000")).to.equal("10000000000000000000001");
    expect(add("0.1", "0.2")).to.equal("0.3");
    expect(add("-5", "5")).to.equal("0");
    expect(() => add("1", `1${"0".repeat(50)}`)).to.throw(/^Number overflow/);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n }),
        fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n }),
        (a, b) => {
          expect(add(String(a), String(b))).to.equal(String(a + b));
        },
      ),
    );
  });
});
