import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { childText, parseXml } from "./xml-request.ts";

const key = async (text: string | Uint8Array) => {
  const body = Buffer.concat([
    Buffer.from("<Object><Key>"),
    Buffer.from(text),
    Buffer.from("</Key></Object>"),
  ]);
  return childText(await parseXml(body, "Object"), "Key");
};

describe("the XML of a request", () => {
  it("has the text that was sent", async () => {
    expect(await key(" é\t日本 &lt;&#x1F600;😀 ")).to.equal(" é\t日本 <😀😀 ");
  });

  const refused: Readonly<Record<string, string | Uint8Array>> = {
    "a control character": "a\u0010b",
    "the number of one": "a&#x10;b",
    "what is no character": "a\uffff",
    "bytes that are not UTF-8": Uint8Array.of(0x61, 0xff),
    "an entity of its own": "&other;",
  };
  for (const [what, text] of Object.entries(refused)) {
    it(`is refused with ${what}, so that no other key is meant`, async () => {
      expect((await rejection(key(text))).message).to.contain("The XML you provided was not well-formed");
    });
  }
});
