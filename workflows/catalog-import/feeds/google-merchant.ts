import sax from "sax";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { type FeedParser, type FeedRecord, fieldName, maxRecordLength } from "./feed-record.ts";

/** RSS 2.0 and 1.0, and Atom. https://support.google.com/merchants/answer/160589 */
const roots = new Set(["rss", "feed", "rdf:RDF"]);
const items = new Set(["item", "entry"]);
/** The deepest element. A feed has none deeper, and the parser would keep all of them in memory. */
const maxDepth = 32;

/** A Google Merchant Center feed. The prefix g: need not be declared, as many suppliers forget it. */
export const parseGoogleMerchant: FeedParser = async function* (text) {
  const reader = new ItemReader();
  for await (const piece of text) yield* reader.read(piece);
  yield* reader.end();
};

class ItemReader {
  readonly #parser = sax.parser(true, { position: true });
  #found: FeedRecord[] = [];
  #failure: BadDataError | undefined;
  #depth = 0;
  /** The open item and its depth. */
  #item: { readonly line: number; readonly depth: number; length: number } | undefined;
  #plain = new Map<string, string[]>();
  #google = new Map<string, string[]>();
  #field: { readonly name: string; readonly depth: number; text: string } | undefined;

  constructor() {
    this.#parser.onopentag = (tag) => this.#open(tag.name, tag.attributes);
    this.#parser.onclosetag = () => this.#close();
    this.#parser.ontext = (text) => this.#text(text);
    this.#parser.oncdata = (text) => this.#text(text);
    this.#parser.onerror = (error) => {
      const [what] = error.message.split("\n");
      this.#fail(`it is not well-formed: ${what}`);
    };
  }

  read(piece: string): FeedRecord[] {
    this.#parser.write(piece);
    return this.#take();
  }

  end(): FeedRecord[] {
    if (this.#depth > 0) this.#fail("it ends before its root element does");
    else this.#parser.close();
    return this.#take();
  }

  #take(): FeedRecord[] {
    if (this.#failure !== undefined) throw this.#failure;
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #fail(what: string): void {
    const place = `line ${this.#parser.line + 1}, column ${this.#parser.column + 1}`;
    this.#failure ??= new BadDataError(`the feed is not Google Merchant XML: ${what} (${place})`);
  }

  #open(name: string, attributes: sax.Tag["attributes"] | sax.QualifiedTag["attributes"]): void {
    this.#depth++;
    if (this.#depth === 1 && !roots.has(name))
      this.#fail(`its root element is <${name}>, not <rss> or <feed>`);
    if (this.#depth > maxDepth) this.#fail(`elements are nested more than ${maxDepth} deep`);
    if (this.#item === undefined) {
      if (!items.has(name)) return;
      this.#item = { line: this.#parser.line + 1, depth: this.#depth, length: 0 };
      this.#plain = new Map();
      this.#google = new Map();
    } else if (this.#depth === this.#item.depth + 1) {
      // Atom has a link's address in an attribute.
      const href = attributes.href;
      this.#field = { name, depth: this.#depth, text: typeof href === "string" ? href : "" };
    }
  }

  #text(text: string): void {
    if (this.#item === undefined || this.#field?.depth !== this.#depth) return;
    this.#item.length += text.length;
    if (this.#item.length <= maxRecordLength) this.#field.text += text;
  }

  #close(): void {
    const item = this.#item;
    if (this.#field?.depth === this.#depth) {
      const { name, text } = this.#field;
      const fields = name.startsWith("g:") ? this.#google : this.#plain;
      const key = fieldName(name);
      const values = fields.get(key);
      fields.set(key, values === undefined ? [text.trim()] : [...values, text.trim()]);
      this.#field = undefined;
    } else if (item?.depth === this.#depth) {
      // RSS has its own title and link, so the ones with g: win.
      const fields = new Map([...this.#plain, ...this.#google]);
      const tooLong = item.length > maxRecordLength;
      this.#found.push({
        place: `line ${item.line}`,
        fields: tooLong ? new Map() : fields,
        ...(tooLong ? { problem: `it is longer than ${maxRecordLength} characters` } : {}),
      });
      this.#item = undefined;
    }
    this.#depth--;
  }
}
