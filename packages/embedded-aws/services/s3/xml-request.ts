import { isUtf8 } from "node:buffer";
import { inTurns, nextTurn } from "@batchline/clock";
import sax from "sax";
import { s3Errors } from "./s3-errors.ts";

export interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  /** Without the text of its children. */
  readonly text: string;
}

/** Characters that are parsed in one go. */
const pieceLength = 32 * 1024;

/** Reads a request's XML. Throws MalformedXML, also if the root element is not `root`. */
export async function parseXml(body: Uint8Array, root: string): Promise<XmlNode> {
  const parser = sax.parser(true, { xmlns: false });
  const top: Draft = { name: "", children: [], text: "" };
  const open: Draft[] = [top];
  parser.onopentag = ({ name }) => {
    const node: Draft = { name: name.replace(/^.*:/, ""), children: [], text: "" };
    open.at(-1)?.children.push(node);
    open.push(node);
  };
  parser.onclosetag = () => open.pop();
  const addText = (text: string) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onerror = () => {
    throw s3Errors.malformedXml();
  };
  // Large bodies that arrive together are read one after the other.
  await nextTurn();
  for await (const piece of inTurns(pieces(textOf(body)))) parser.write(piece);
  parser.close();
  const [element] = top.children;
  if (element?.name !== root) throw s3Errors.malformedXml();
  return element;
}

/** What XML 1.0 has no place for, not even by its number. S3 refuses such keys: https://github.com/boto/boto3/issues/2005 */
const notXml = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Throws MalformedXML: bytes that are read as something else would name another key. */
function textOf(body: Uint8Array): string {
  if (!isUtf8(body)) throw s3Errors.malformedXml();
  const text = Buffer.from(body).toString("utf8");
  if (notXml.test(text)) throw s3Errors.malformedXml();
  return text;
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

interface Draft extends XmlNode {
  readonly children: Draft[];
  text: string;
}

export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

export function childText(node: XmlNode, name: string): string | undefined {
  return childOf(node, name)?.text;
}
