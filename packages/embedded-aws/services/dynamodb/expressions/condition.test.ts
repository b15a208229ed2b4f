import { expect } from "chai";
import type { Item } from "../values/attribute-value.ts";
import { type Condition, meets } from "./condition.ts";
import { parseCondition } from "./condition-parser.ts";
import { Placeholders } from "./placeholders.ts";

const bytes = (text: string) => Buffer.from(text, "latin1").toString("base64");
const item: Item = {
  n: { N: "1" },
  ten: { N: "10" },
  s: { S: "cat" },
  b: { B: bytes("\xff\xfecat") },
  l: { L: [{ N: "4" }, { S: "x" }, { SS: ["a", "b"] }] },
  m: { M: { x: { N: "1" }, y: { L: [{ N: "-1" }, { N: "2" }] } } },
  ss: { SS: ["a", "b", "c"] },
  ns: { NS: ["1", "2"] },
  t: { BOOL: true },
  z: { NULL: true },
};
const values: Item = {
  ":n": { N: "1" },
  ":five": { N: "5" },
  ":s": { S: "cat" },
  ":ca": { S: "ca" },
  ":b": { B: bytes("\xff") },
  ":other": { B: bytes("\xfe") },
  ":l": { L: [{ N: "4" }] },
  ":ba": { SS: ["b", "a"] },
  ":cba": { SS: ["c", "b", "a"] },
  ":SS": { S: "SS" },
  ":dog": { S: "DOG" },
  ":ten": { N: "10" },
  ":l4": { N: "4" },
  ":t": { BOOL: true },
};

function parse(text: string) {
  const used = Object.fromEntries(
    Object.entries(values).filter(([key]) => new RegExp(`${key}\\b`).test(text)),
  );
  const given = Object.keys(used).length === 0 ? {} : { ExpressionAttributeValues: used };
  return parseCondition("ConditionExpression", text, new Placeholders(given)).condition;
}
const problem = (text: string) => {
  try {
    parse(text);
    return "none";
  } catch (error) {
    return error instanceof Error
      ? error.message.replace("Invalid ConditionExpression: ", "")
      : String(error);
  }
};

describe("a condition", () => {
  const met = [
    ...["n = :n", "n <> :s", "gone <> another", "gone <> :n", "n < ten", "ten > :five", "s >= :ca"],
    ...[
      "n BETWEEN :n AND ten",
      "s between :ca and :s",
      "n IN (:s, m.x)",
      "l[0] in (:n, m.x, :l4)",
      "ss = :cba",
    ],
    ...["begins_with(s, :ca)", "begins_with(b, :b)", "contains(ss, :ca) OR contains(s, :ca)"],
    ...["contains(l, :ba)", "contains(ns, n)", "attribute_exists(m.y[1])", "attribute_not_exists(m.y[2])"],
    ...["attribute_type(ss, :SS)", "size(s) = size(ss)", "size(m) < :five", "m.x < m.y[1]", "t = :t"],
    ...["NOT n = :five", "NOT NOT n = :n", "n = :n OR n = :five AND s = :n", "not (n = :five or s = :ca)"],
    ...[
      "(n = :n OR gone = :n) AND (s = :s)",
      "n BETWEEN n AND ten AND s = :s".replace("BETWEEN n", "BETWEEN :n"),
    ],
  ];
  for (const text of met)
    it(`is met: ${text}`, () => {
      expect(meets(item, parse(text))).to.equal(true);
    });

  const unmet = [
    ...["gone = another", "gone = :n", "gone < another", "gone BETWEEN another AND more", "n = :s"],
    ...["x IN (y)", "begins_with(x, y)", "begins_with(n, s)", "begins_with(b, :other)", "contains(n, s)"],
    ...["l < n", "z < n", "n BETWEEN :ca AND s", "size(n) = :n", "size(gone) = :n", "NOT n = :n"],
    ...["attribute_type(n, :SS)", "attribute_exists(valueOf)", "attribute_exists(m.toString)"],
  ];
  for (const text of unmet)
    it(`is not met: ${text}`, () => {
      expect(meets(item, parse(text))).to.equal(false);
    });

  const operator = "Incorrect operand type for operator or function; operator or function";
  const misused = "The function is not allowed to be used this way in an expression; function";
  const refused: Readonly<Record<string, string>> = {
    "": "The expression can not be empty;",
    "hello!": 'Syntax error; token: "!", near: "hello!"',
    "n = ": 'Syntax error; token: "<EOF>", near: "="',
    "n = = :n": 'Syntax error; token: "=", near: "= = :n"',
    "n IN ()": 'Syntax error; token: ")", near: "()"',
    n: 'Syntax error; token: "<EOF>", near: "n"',
    "l[:n] = n": 'Syntax error; token: ":n", near: "[:n]"',
    "_n = n": 'Syntax error; token: "_", near: "_n"',
    "((n = :n))": "The expression has redundant parentheses;",
    "(n) = :n": "The expression has redundant parentheses;",
    "dog(n) = :n": "Invalid function name; function: dog",
    "if_not_exists(n, s) = :n":
      "The function is not allowed in a condition expression; function: if_not_exists",
    "size(s)": `${misused}: size`,
    "attribute_exists(n) = :n": `${misused}: attribute_exists`,
    "contains(n, attribute_exists(n))": `${misused}: attribute_exists`,
    "name = :n": "Attribute name is a reserved keyword; reserved keyword: name",
    "#n = :n": "An expression attribute name used in the document path is not defined; attribute name: #n",
    "n = :nobody":
      "An expression attribute value used in expression is not defined; attribute value: :nobody",
    "size(n, s) = :n":
      "Incorrect number of operands for operator or function; operator or function: size, number of operands: 2",
    "n = n":
      "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]",
    "contains(m.y[0], m.y[0])":
      "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [m, y, [0]]",
    "n < :l": `${operator}: <, operand type: L`,
    ":t >= n": `${operator}: >=, operand type: BOOL`,
    "n BETWEEN :l AND :l": `${operator}: BETWEEN, operand type: L`,
    "begins_with(n, :n)": `${operator}: begins_with, operand type: N`,
    "size(size(s)) = :n": `${operator}: size, operand type: N`,
    "attribute_exists(:n)":
      "Operator or function requires a document path; operator or function: attribute_exists",
    "attribute_type(n, :dog)":
      "Invalid attribute type name found; type: DOG, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
    "attribute_type(n, :n)": `${operator}: attribute_type, operand type: N`,
    "n BETWEEN :five AND :n":
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}",
    "n BETWEEN :n AND :s":
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:cat}",
    "l[2147483648] = n": "List index is not within the allowable range; index: [2147483648]",
  };
  for (const [text, message] of Object.entries(refused))
    it(`is refused: ${text === "" ? "without text" : text}`, () => {
      expect(problem(text)).to.equal(message);
    });

  it("may be of more parts than the stack is deep", () => {
    const exists: Condition = { kind: "attribute_exists", path: ["n"] };
    let [all, any]: Condition[] = [exists, { kind: "not", of: exists }];
    for (let part = 0; part < 50_000; part += 1) {
      all = { kind: "and", left: all ?? exists, right: exists };
      any = { kind: "or", left: any ?? exists, right: { kind: "not", of: exists } };
    }
    expect(all && meets(item, all)).to.equal(true);
    expect(any && meets(item, any)).to.equal(false);
  });

  it("is read in time with its length, and only up to AWS's limits", () => {
    const nested = (depth: number) => `n<s ${"or (n<s ".repeat(depth)}${")".repeat(depth)}`;
    expect(problem(nested(149))).to.equal("none");
    const many = "The expression contains too many operators; operator count: 301";
    const long = "Expression size has exceeded the maximum allowed size; expression size: 4097";
    for (const [text, message] of [
      [nested(454), many],
      [`${"not ".repeat(1000)}n<s`, many],
      [`n<s ${"or n<s ".repeat(500)}`, many],
      [`${"(".repeat(2046)}n<s${")".repeat(2046)}`, "The expression has redundant parentheses;"],
      ["(".repeat(4096), 'Syntax error; token: "<EOF>", near: "("'],
      [`n < ${"f(".repeat(1355)}s${")".repeat(1355)}`, "Invalid function name; function: f"],
      [`n < ${"size(".repeat(680)}s${")".repeat(680)}`, `${operator}: size, operand type: N`],
      ["x".repeat(4097), long],
      [
        `n IN (${Array.from({ length: 101 }, () => ":n").join()})`,
        "The IN operator is provided with too many operands; number of operands: 101",
      ],
      [`n = m${".x".repeat(32)}`, "The document path has too many nesting levels; nesting levels: 33"],
    ] as const)
      expect(problem(text)).to.equal(message);
  });
});
