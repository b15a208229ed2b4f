import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { plain, readAll } from "../testing/reading.ts";
import { parseCsv } from "./csv.ts";

describe("a CSV feed", () => {
  for (const [name, delimiter] of Object.entries({ comma: ",", semicolon: ";", tab: "\t", bar: "|" })) {
    it(`finds out that its delimiter is the ${name}`, async () => {
      const text = ["id", "title", "image"].join(delimiter);
      const row = ["1", "Tent", "http://i.example/1.jpg"].join(delimiter);
      const records = await readAll(parseCsv, `${text}\r\n${row}\r\n`);
      expect(plain(records[0])).to.deep.equal({
        id: ["1"],
        title: ["Tent"],
        image: ["http://i.example/1.jpg"],
      });
    });
  }

  it("delimiters inside quotes: not counted", async () => {
    const records = await readAll(parseCsv, '"id;a;b;c;d",title,image,sku\n1,Tent,http://i.example/1.jpg,2');
    expect(plain(records[0]).title).to.deep.equal(["Tent"]);
  });

  it("quoted fields with delimiters, quotes and line breaks: read, with the right line numbers", async () => {
    const records = await readAll(
      parseCsv,
      'id,title,image\n1,"Tent, ""large""\nand dry",x\n\n2,Tarp,y\n3,28" wheel,z',
    );
    expect(records.map(({ place }) => place)).to.deep.equal(["line 2", "line 5", "line 6"]);
    expect(records.map((record) => plain(record).title?.[0])).to.deep.equal([
      'Tent, "large"\nand dry',
      "Tarp",
      '28" wheel',
    ]);
  });

  it("a byte order mark, names in any spelling and repeated columns: accepted", async () => {
    const records = await readAll(parseCsv, "\uFEFFSKU,Product Name,imageLink,imageLink\n1,Tent,a,b");
    expect(plain(records[0])).to.deep.equal({ sku: ["1"], product_name: ["Tent"], image_link: ["a", "b"] });
  });

  it("a row of another length: marked, and the rest is read", async () => {
    const records = await readAll(parseCsv, "id,title,image\n1,Tent\n2,Tarp,y");
    expect(records[0]?.problem).to.equal("it has 2 fields, and the header line has 3");
    expect(records[1]?.problem).to.equal(undefined);
  });

  for (const [what, text, why] of [
    ["nothing", "", "it is empty"],
    ["an HTML page", "<!DOCTYPE html>\n<html></html>", "no column for id"],
    ["a header without images", "id,title\n1,Tent", "no column for image (image_link, image,"],
    [
      "a quote that is never closed",
      'id,title,image\n1,"Tent,x\n2,Tarp,y',
      "the feed is not CSV: Quote Not Closed",
    ],
    ["a first line without an end", "x".repeat(70_000), "its first line is longer than 65536 characters"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect((await rejection(readAll(parseCsv, text, 4_096), BadDataError)).message).to.contain(why);
    });
  }
});
