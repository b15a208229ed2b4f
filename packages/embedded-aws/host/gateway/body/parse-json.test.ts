import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { jsonInSteps, withoutNulls } from "./json-in-steps.ts";
import { parseJson, parseText } from "./parse-json.ts";

const parse = (text: string) => parseJson(Buffer.from(text));
const inSteps = (text: string) => {
  const steps = jsonInSteps(text, 1000, () => {
    throw new Error("deep");
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

describe("a request's JSON", () => {
  it("in steps is what JSON.parse makes of it", () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, spaced) => {
        const written = spaced ? JSON.stringify(JSON.parse(text), undefined, 1) : text;
        expect(inSteps(written)).to.deep.equal(withoutNulls(JSON.parse(written)));
      }),
    );
    const special = '{"__proto__":{"a":1},"\\"":"\\\\","\\ud800":[],"":{},"n":-1.5e-3}';
    expect(inSteps(special)).to.deep.equal(JSON.parse(special));
    expect(Object.keys(inSteps(special) as object)).to.include("__proto__");
  });

  it("in steps is refused where JSON.parse refuses it", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom(...'[]{}:,"\\0-.eE tn\u0000'),
        (text, at, character) => {
          const place = at % (text.length + 1);
          const changed = text.slice(0, place) + character + text.slice(place + (at % 2));
          const outcome = (read: (text: string) => unknown) => {
            try {
              return JSON.stringify(read(changed));
            } catch (cause) {
              return (cause as Error).name;
            }
          };
          expect(outcome(inSteps), changed).to.equal(outcome((text) => withoutNulls(JSON.parse(text))));
        },
      ),
    );
  });

  it("is an empty object if it is empty", async () => {
    expect(await parse("")).to.deep.equal({});
  });

  it("has no members that are null, small or large", async () => {
    for (const long of ["", "x".repeat(100_000)]) {
      const text = JSON.stringify({ a: null, b: [null, { c: null, d: 1 }], __proto__: null, long });
      expect(await parse(text)).to.deep.equal({ b: [null, { d: 1 }], long });
    }
    expect(await parse('{"a":1,"a":null}')).to.deep.equal({});
  });

  it("is refused if it is cut off or nested too deep, small or large", async () => {
    for (const length of [10_000, 1_000_000])
      for (const text of ["[".repeat(length), '{"a":'.repeat(length), `["${"x".repeat(length)}`]) {
        const error = await rejection(parse(text));
        expect(error, text.slice(0, 5)).to.have.property("code", "SerializationException");
      }
    const deep = (levels: number) => `${"[".repeat(levels)}"${"x".repeat(100_000)}"${"]".repeat(levels)}`;
    expect(await parse(deep(1000))).to.be.an("array");
    expect((await rejection(parse(deep(1001)))).message).to.equal("JSON is nested deeper than 1000 levels");
  });

  it("is refused if an object has too many members", async () => {
    const members = (count: number) => `{${Array.from({ length: count }, (_, at) => `"${at}":1`).join(",")}}`;
    expect(Object.keys((await parse(members(50_000))) as object)).to.have.length(50_000);
    expect((await rejection(parse(members(50_001)))).message).to.include("at most 50000 members");
  });

  it("may have any number of brackets in its texts", async () => {
    const text = `["${"[".repeat(2000)}"]`;
    expect(await parse(text)).to.deep.equal([JSON.parse(text)[0]]);
    expect(parseText(text)).to.deep.equal(JSON.parse(text));
  });

  it("is refused in a text that is nested too deep", () => {
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(parseText(deep(1000))).to.be.an("array");
    expect(() => parseText(deep(1001))).to.throw(SyntaxError, "JSON is nested deeper than 1000 levels");
  });

  it("lets other work go on while a megabyte of small values is read", async () => {
    let turns = 0;
    const count = () => {
      turns++;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const values = await parse(`[${"{},".repeat(300_000)}0]`);
    clearImmediate(counting);
    expect(values).to.have.length(300_001);
    expect(turns).to.be.greaterThan(50);
  });
});
