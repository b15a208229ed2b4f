import { expect } from "chai";
import { happyTenant } from "../../testing/tenants/tenant-folder.ts";
import { CatalogImportParams } from "../../workflows/catalog-import/params.ts";
import { formatProblem } from "../tenants.ts";
import { FileChecker } from "./check-file.ts";

const checker = new FileChecker({ "catalog-import": CatalogImportParams });

/** `line:column code message → suggestion` of each problem of a file's text. */
function mistakes(text: string | Buffer, stem = "acme"): string[] {
  return checker
    .check("acme.yaml", stem, Buffer.from(text))
    .problems.map(
      ({ line, column, code, message, suggestion }) => `${line}:${column} ${code} ${message} → ${suggestion}`,
    );
}

describe("config: what people get wrong in a tenant's file", () => {
  const cases: readonly [what: string, from: string, to: string, expected: string][] = [
    [
      "a colon in a text",
      "name: Acme",
      "name: Acme: outdoor",
      "2:7 BL-T002 text that contains a colon and a space needs quotes → write it in quotes",
    ],
    [
      "a line that is indented too far",
      "      format: csv",
      "       format: csv",
      "10:12 BL-T002 this key has a value already, but the line below is indented as if it belonged to it → begin both lines in the same column",
    ],
    [
      "a line that is not indented far enough",
      "      format: csv",
      "     format: csv",
      "11:1 BL-T002 this line begins in another column than the others of its block → indent them all the same",
    ],
    [
      "a text that begins with a sign",
      "name: Acme",
      "name: @acme",
      "2:7 BL-T002 text that begins with @ needs quotes → write it in quotes",
    ],
    [
      "a text that YAML takes for a tag, and would leave out",
      "name: Acme",
      "name: !Acme outdoor",
      "2:7 BL-T002 text that begins with ! needs quotes → write it in quotes",
    ],
    [
      "a text that YAML takes for an alias",
      "name: Acme",
      "name: *Acme outdoor",
      "2:13 BL-T002 there is more here after the value has ended → if it is all one text, write it in quotes",
    ],
    [
      "no space after a colon",
      "name: Acme",
      "name:Acme",
      "2:1 BL-T002 this line is not key: value → put a space after the colon",
    ],
    [
      "a no-break space after a colon, as word processors write it",
      "name: Acme",
      "name:\u00a0Acme",
      "2:1 BL-T002 this line is not key: value → what follows the colon looks like a space but is another character: type it again",
    ],
    [
      "a line without a key",
      "name: Acme",
      "Acme outdoor",
      "2:1 BL-T002 this line is not key: value → write it as key: value; text that goes on in another line is indented deeper than its key",
    ],
    [
      "a merge conflict",
      "weight: 2",
      "<<<<<<< HEAD\nweight: 2\n=======\nweight: 3\n>>>>>>> branch",
      "4:1 BL-T002 a merge conflict was left in the file → choose what is to stay, and remove the lines of <<<<<<<, ======= and >>>>>>>",
    ],
    [
      "a bracket that is not closed",
      "name: Acme",
      "name: [Acme",
      "3:1 BL-T002 the [ before this is not closed → close it with ]; text that begins with [ needs quotes",
    ],
    [
      "a backslash in double quotes",
      "name: Acme",
      'name: "Acme \\q"',
      "2:13 BL-T002 invalid escape sequence \\q → write \\\\ for a backslash, or put the text in single quotes",
    ],
    [
      "an unknown directive",
      "id: acme",
      "%FOO bar\n---\nid: acme",
      "1:1 BL-T002 a line that begins with % is an instruction to the reader → remove the line",
    ],
    [
      "a control character",
      "name: Acme",
      "name: \u001b[31mAcme",
      "2:7 BL-T002 there is an invisible character here, U+001B → delete it",
    ],
    [
      "a control character that is written as an escape",
      "name: Acme",
      'name: "Acme\\e[31m"',
      '2:7 BL-T010 name must be one line of text without invisible characters, not "Acme\\u001b[31m" → undefined',
    ],
    [
      "a text that runs backwards",
      "name: Acme",
      "name: \u202eAcme",
      '2:7 BL-T010 name must be one line of text without invisible characters, not "\u{fffd}Acme" → undefined',
    ],
    [
      "a key with a letter of another alphabet that looks the same",
      "weight: 2",
      "w\u0435ight: 2",
      '4:1 BL-T007 unknown key "w\u0435ight" → type it anew, it has the character U+0435, which is none of a–z; did you mean "weight"?',
    ],
    [
      "a key without a name",
      "weight: 2",
      "null: 2",
      '4:1 BL-T007 unknown key "" → known here: id, name, contact, paused, weight, storage, workflows',
    ],
    [
      "a number where an id belongs",
      "id: acme",
      "id: 123",
      "1:5 BL-T009 id must be text, not 123 → for example acme-outdoor",
    ],
    [
      "a value that YAML takes for a comment",
      "name: Acme",
      "name: #1 shop",
      "2:1 BL-T008 name has no value → write the value in quotes if it begins with #",
    ],
    [
      "a number beyond all numbers",
      "chunks: 4",
      "chunks: 999999999999999999999999",
      "12:13 BL-T010 workflows.catalog-import.chunks must be at most 1000, not 1e+24 → undefined",
    ],
    [
      "a reason to pause in several lines",
      "weight: 2",
      "paused: |\n  closed\n  for now",
      '4:9 BL-T010 paused must be one line of text without invisible characters, not "closed\\nfor now" → undefined',
    ],
    [
      "a decimal comma",
      "chunks: 4",
      "maxItemFailures: 0,25",
      '12:22 BL-T009 workflows.catalog-import.maxItemFailures must be a number, not "0,25" → write 0.25',
    ],
    [
      "per cent",
      "chunks: 4",
      "maxItemFailures: 7 %",
      '12:22 BL-T009 workflows.catalog-import.maxItemFailures must be a number, not "7 %" → write 0.07',
    ],
    [
      "a block without what it must have",
      "    feed:\n      url: http://acme.example/feed.xml\n      format: csv\n",
      "",
      "8:3 BL-T008 workflows.catalog-import.feed is missing → add feed: with url: and format: below it",
    ],
  ];
  for (const [what, from, to, expected] of cases) {
    it(what, () => {
      expect(happyTenant).to.include(from);
      expect(mistakes(happyTenant.replace(from, () => to))).to.deep.equal([expected]);
    });
  }

  it("is at the last of two blocks of one name, the one that counts", () => {
    expect(mistakes(`${happyTenant}  catalog-import:\n    chunks: 3\n`)).to.deep.equal([
      '16:3 BL-T004 the key "catalog-import" is given twice → it is already on line 8: keep one of them',
      "16:3 BL-T008 workflows.catalog-import.feed is missing → add feed: with url: and format: below it",
    ]);
  });

  it("is UTF-16, with a byte order mark or without, and lines that end in CR alone", () => {
    const utf16 =
      "1:2 BL-T001 the file is not UTF-8 text: it has null bytes → save it with the encoding UTF-8";
    expect(mistakes(Buffer.from(happyTenant, "utf16le"))).to.deep.equal([utf16]);
    expect(mistakes(Buffer.from(`\ufeff${happyTenant}`, "utf16le"))[0]).to.match(/^1:1 BL-T001 /);
    expect(mistakes(happyTenant.replaceAll("\n", "\r"))).to.deep.equal([
      "1:9 BL-T002 the line ends in CR alone → save it with the line endings LF or CRLF",
    ]);
  });

  it("is none that a text is folded into one line, and loses the break that YAML leaves at its end", () => {
    const text = happyTenant.replace("name: Acme", "name: >\n  Acme\n  Outdoor");
    const { tenant, problems } = checker.check("acme.yaml", "acme", Buffer.from(text));
    expect(problems).to.deep.equal([]);
    expect(tenant?.name).to.equal("Acme Outdoor");
  });

  it("is none with a byte order mark, CRLF, or the marks of a document's beginning and end", () => {
    const crlf = happyTenant.replaceAll("\n", "\r\n");
    for (const text of [`\ufeff${happyTenant}`, crlf, `---\n${happyTenant}...\n`]) {
      expect(mistakes(text)).to.deep.equal([]);
    }
  });

  it("leads to no file name that could not be one, nor to an id that could not", () => {
    const [, misnamed] = mistakes(happyTenant.replace("id: acme", "id: ../x"));
    expect(misnamed).to.equal('1:5 BL-T013 the id is "../x" but the file is acme.yaml → write id: acme');
    const [spaced] = mistakes(happyTenant, "sp ace");
    expect(spaced).to.match(/ → name the file acme\.yaml$/);
  });

  it("is shown without the rest of a line without end", () => {
    const { problems } = checker.check(
      "acme.yaml",
      "acme",
      Buffer.from(`${happyTenant}x: ${"a".repeat(9000)}`),
    );
    const [problem] = problems;
    expect(problem?.excerpt).to.have.length(9003);
    expect(formatProblem(problem!).split("\n")[1]).to.equal(`  16 | x: ${"a".repeat(97)}…`);
    const shown = formatProblem({ ...problem!, column: 5000 }).split("\n");
    expect(shown[1]).to.match(/^ {2}16 \| …a{200}…$/);
    expect(shown[2]?.indexOf("^")).to.equal("  16 | …".length + 100);
  });

  it("is a block, of any keys, where a choice belongs", () => {
    const [mistake] = mistakes(happyTenant.replace("webp", "{ toString: {} }"));
    expect(mistake).to.match(/format must be webp, avif or jpeg, not a block → undefined$/);
  });

  it("tells GitHub's runner nothing", () => {
    const text = happyTenant.replace("weight: 2", 'weight: "##[add-mask]acme"');
    const { problems } = checker.check("acme.yaml", "acme", Buffer.from(text));
    const shown = formatProblem(problems[0]!);
    expect(shown).to.contain("add-mask");
    expect(shown).not.to.contain("##[");
  });
});
