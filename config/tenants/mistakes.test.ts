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

describe("tenant files: common mistakes", () => {
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
      "10:12 BL-T002 this key has a value, but the next line is indented as if it belonged to the key → start both lines in the same column",
    ],
    [
      "a line that is not indented far enough",
      "      format: csv",
      "     format: csv",
      "11:1 BL-T002 this line starts in another column than the rest of its block → indent all lines alike",
    ],
    [
      "a text that starts with a sign",
      "name: Acme",
      "name: @acme",
      "2:7 BL-T002 text that starts with @ needs quotes → write it in quotes",
    ],
    [
      "a text that YAML reads as a tag and drops",
      "name: Acme",
      "name: !Acme outdoor",
      "2:7 BL-T002 text that starts with ! needs quotes → write it in quotes",
    ],
    [
      "a text that YAML reads as an alias",
      "name: Acme",
      "name: *Acme outdoor",
      "2:13 BL-T002 there is more text after the end of the value → if it is all one text, write it in quotes",
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
      "2:1 BL-T002 this line is not key: value → the character after the colon only looks like a space: retype it",
    ],
    [
      "a line without a key",
      "name: Acme",
      "Acme outdoor",
      "2:1 BL-T002 this line is not key: value → write it as key: value; indent the next line of a text deeper than its key",
    ],
    [
      "a merge conflict",
      "weight: 2",
      "<<<<<<< HEAD\nweight: 2\n=======\nweight: 3\n>>>>>>> branch",
      "4:1 BL-T002 a merge conflict was left in the file → keep one version, and remove the lines with <<<<<<<, ======= and >>>>>>>",
    ],
    [
      "a bracket that is not closed",
      "name: Acme",
      "name: [Acme",
      "3:1 BL-T002 the [ before this is not closed → close it with ]; text that starts with [ needs quotes",
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
      "1:1 BL-T002 a line that starts with % is a YAML directive → remove the line",
    ],
    [
      "a control character",
      "name: Acme",
      "name: \u001b[31mAcme",
      "2:7 BL-T002 there is an invisible character here, U+001B → delete it",
    ],
    [
      "a control character written as an escape",
      "name: Acme",
      'name: "Acme\\e[31m"',
      '2:7 BL-T010 name must be one line of text without invisible characters, not "Acme\\u001b[31m" → undefined',
    ],
    [
      "a character that reverses the text",
      "name: Acme",
      "name: \u202eAcme",
      '2:7 BL-T010 name must be one line of text without invisible characters, not "\u{fffd}Acme" → undefined',
    ],
    [
      "a key with a letter of another alphabet that looks the same",
      "weight: 2",
      "w\u0435ight: 2",
      '4:1 BL-T007 unknown key "w\u0435ight" → retype it: it has the character U+0435, which is not in a–z; did you mean "weight"?',
    ],
    [
      "a key without a name",
      "weight: 2",
      "null: 2",
      '4:1 BL-T007 unknown key "" → known here: id, name, contact, notices, paused, weight, storage, workflows',
    ],
    [
      "a number instead of an id",
      "id: acme",
      "id: 123",
      "1:5 BL-T009 id must be text, not 123 → for example acme-outdoor",
    ],
    [
      "a value that YAML reads as a comment",
      "name: Acme",
      "name: #1 shop",
      "2:1 BL-T008 name has no value → write the value in quotes if it starts with #",
    ],
    [
      "a number over the largest safe integer",
      "chunks: 4",
      "chunks: 999999999999999999999999",
      "12:13 BL-T010 workflows.catalog-import.chunks must be at most 1000, not 1e+24 → undefined",
    ],
    [
      "a pause reason of several lines",
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
      "a block without its required keys",
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

  it("two blocks of one name: problems are at the last, which counts", () => {
    expect(mistakes(`${happyTenant}  catalog-import:\n    chunks: 3\n`)).to.deep.equal([
      '16:3 BL-T004 the key "catalog-import" is given twice → it is already on line 8: keep one of them',
      "16:3 BL-T008 workflows.catalog-import.feed is missing → add feed: with url: and format: below it",
    ]);
  });

  it("UTF-16, with or without a byte order mark, and lines that end in CR alone", () => {
    const utf16 =
      "1:2 BL-T001 the file is not UTF-8 text: it has null bytes → save it with the encoding UTF-8";
    expect(mistakes(Buffer.from(happyTenant, "utf16le"))).to.deep.equal([utf16]);
    expect(mistakes(Buffer.from(`\ufeff${happyTenant}`, "utf16le"))[0]).to.match(/^1:1 BL-T001 /);
    expect(mistakes(happyTenant.replaceAll("\n", "\r"))).to.deep.equal([
      "1:9 BL-T002 the line ends in CR alone → save it with the line endings LF or CRLF",
    ]);
  });

  it("a folded text is no mistake, and loses its last line break", () => {
    const text = happyTenant.replace("name: Acme", "name: >\n  Acme\n  Outdoor");
    const { tenant, problems } = checker.check("acme.yaml", "acme", Buffer.from(text));
    expect(problems).to.deep.equal([]);
    expect(tenant?.name).to.equal("Acme Outdoor");
  });

  it("a byte order mark, CRLF and document markers are no mistakes", () => {
    const crlf = happyTenant.replaceAll("\n", "\r\n");
    for (const text of [`\ufeff${happyTenant}`, crlf, `---\n${happyTenant}...\n`]) {
      expect(mistakes(text)).to.deep.equal([]);
    }
  });

  it("suggestions: only valid file names and ids", () => {
    const [, misnamed] = mistakes(happyTenant.replace("id: acme", "id: ../x"));
    expect(misnamed).to.equal('1:5 BL-T013 the id is "../x" but the file is acme.yaml → write id: acme');
    const [spaced] = mistakes(happyTenant, "sp ace");
    expect(spaced).to.match(/ → name the file acme\.yaml$/);
  });

  it("excerpts: a long line is cut around the place", () => {
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

  it("a block of any keys instead of a choice", () => {
    const [mistake] = mistakes(happyTenant.replace("webp", "{ toString: {} }"));
    expect(mistake).to.match(/format must be webp, avif or jpeg, not a block → undefined$/);
  });

  it("excerpts: no command for GitHub's runner", () => {
    const text = happyTenant.replace("weight: 2", 'weight: "##[add-mask]acme"');
    const { problems } = checker.check("acme.yaml", "acme", Buffer.from(text));
    const shown = formatProblem(problems[0]!);
    expect(shown).to.contain("add-mask");
    expect(shown).not.to.contain("##[");
  });
});
