import sax from "sax";
import { s3Errors } from "./s3-errors.ts";

interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  /** Without the text of its children. */
  readonly text: string;
}

/** Reads a request's XML. Throws MalformedXML, also if the root element is not `root`. */
export function parseXml(body: Uint8Array, root: string): XmlNode {
  const parser = sax.parser(true, { xmlns: false });
  const top: Draft = { name: "", children: [], text: "" };
  const open: Draft[] = [top];
  parser.onopentag = ({ name }) => {
    const node: Draft = { name: name.replace(/^.*:/, ""), children: [], text: "" };
    open.at(-1)?.children.push(node);
    open.push(node);
  };
  parser.onclosetag = () => open.pop();
  parser.ontext = (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  };
  parser.onerror = (error) => {
    throw s3Errors.malformedXml(error.message.split("\n").join(", "));
  };
  parser.write(Buffer.from(body).toString("utf8")).close();
  const [element] = top.children;
  if (element?.name !== root) throw s3Errors.malformedXml(`${root} was expected`);
  return element;
}

interface Draft extends XmlNode {
  readonly children: Draft[];
  text: string;
}

export function childText(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text;
}
