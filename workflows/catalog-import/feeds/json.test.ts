import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { plain, readAll } from "../testing/reading.ts";
import { maxRecordLength } from "./feed-record.ts";
import { parseJson } from "./json.ts";
import { JsonElements } from "./json-elements.ts";

describe("a JSON feed", () => {
  const products = [
    { id: 7, title: "Tent", price: { amount: "9.50", currency: "EUR" }, images: ["a", { url: "b" }] },
    { sku: "B]}", imageUrl: 'c\\"', tags: { x: 1 }, link: null },
  ];
  const fields = [
    { id: ["7"], title: ["Tent"], price: ["9.50 EUR"], images: ["a", "b"] },
    { sku: ["B]}"], image_url: ['c\\"'], tags: [], link: [] },
  ];

  it("products: the elements of an array at the top", async () => {
    expect((await readAll(parseJson, JSON.stringify(products))).map(plain)).to.deep.equal(fields);
  });

  it("products: the elements of the array in an object with other fields", async () => {
    const text = JSON.stringify(
      { a: "[{", b: [1, { products: [] }], "c\\": null, d: -1.5e3, products, e: {} },
      null,
      2,
    );
    expect((await readAll(parseJson, text)).map(plain)).to.deep.equal(fields);
  });

  it("products: with their number and line", async () => {
    const records = await readAll(parseJson, '{"products":[\n{},\n\n{"a":"\\n"} , {}]}');
    expect(records.map(({ place }) => place)).to.deep.equal([
      "product 1, line 2",
      "product 2, line 4",
      "product 3, line 4",
    ]);
  });

  it("elements that are no object, no JSON or too long: marked, and the rest is read", async () => {
    const long = JSON.stringify({ id: "x".repeat(maxRecordLength) });
    const records = await readAll(parseJson, `[1, {"id": A}, ${long}, {"id":"2"}]`, 10_000);
    expect(records.map(({ problem }) => problem?.slice(0, 14))).to.deep.equal([
      "it is not an o",
      "it is not JSON",
      "it is too long",
      undefined,
    ]);
  });

  for (const [what, text, why] of [
    ["nothing", "  ", "it is empty"],
    ["XML", "<rss/>", '"<" on line 1, where an array, or an object with "products", should be'],
    ["a text", '"products"', "where an array"],
    ["an object without products", '{"items":[]}', 'it has no array "products"'],
    ["products that are no array", '{"products":{}}', 'where the array "products" should be'],
    ["a feed that is cut off", '[{"id":1},\n{"id"', "it ends in the middle, on line 2"],
    ["a missing comma", '[{"id":1}{"id":2}]', "where a comma or ] should be"],
    ["something after the end", "[] x", "where nothing more should be"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await rejection(readAll(parseJson, text), BadDataError);
      expect(error.message).to.match(/^the feed is not a JSON catalogue: /);
      expect(error.message).to.contain(why);
    });
  }

  it("pieces of any size: the same elements as JSON.parse", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(undefined, 1),
        (array, around, size, indent) => {
          const wrapped = { ...around, products: array };
          for (const text of [array, wrapped].map((value) => JSON.stringify(value, null, indent))) {
            const elements = new JsonElements("products");
            const found: unknown[] = [];
            for (let at = 0; at < text.length; at += size) {
              for (const element of elements.read(text.slice(at, at + size))) {
                found.push(JSON.parse(element.text ?? ""));
              }
            }
            expect(elements.end()).to.equal(undefined);
            expect(JSON.stringify(found)).to.equal(JSON.stringify(array));
          }
        },
      ),
    );
  });

  it("any text: never an exception", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'[]{}":,\\x1 \n', "products", "é\u2028")), (pieces) => {
        const elements = new JsonElements("products");
        for (const piece of pieces) elements.read(piece);
        elements.end();
      }),
    );
  });
});
