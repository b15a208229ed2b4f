import { expect } from "chai";
import type { Item } from "../values/attribute-value.ts";
import { Placeholders } from "./placeholders.ts";
import { updated } from "./update.ts";
import { parseUpdate } from "./update-parser.ts";

const numbers = (...of: number[]) => ({ L: of.map((n) => ({ N: String(n) })) });
const key: Item = { pk: { S: "k" } };
const values: Item = {
  ":n": { N: "7" },
  ":s": { S: "x" },
  ":l": numbers(8, 9),
  ":set": { SS: ["b", "c"] },
  ":ns": { NS: ["1"] },
  ":huge": { N: `9${"0".repeat(125)}` },
  ":m": { M: {} },
};

function update(text: string, before: Item | undefined = undefined) {
  const used = Object.fromEntries(
    Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(text)),
  );
  const given = Object.keys(used).length === 0 ? {} : { ExpressionAttributeValues: used };
  const { pk: _, ...rest } = updated(
    before && { ...key, ...before },
    key,
    parseUpdate(text, new Placeholders(given)).update,
  );
  return rest;
}
const problem = (text: string, before?: Item) => {
  try {
    return `none: ${JSON.stringify(update(text, before))}`;
  } catch (error) {
    return error instanceof Error ? error.message.replace("Invalid UpdateExpression: ", "") : String(error);
  }
};

describe("an update", () => {
  const cases: readonly (readonly [text: string, before: Item, after: Item])[] = [
    ["REMOVE l[0], l[1], l[2]", { l: numbers(1, 2, 3, 4, 5) }, { l: numbers(4, 5) }],
    ["REMOVE l[1] SET l[3] = :n", { l: numbers(2, 3, 4, 5, 6) }, { l: numbers(2, 4, 7, 6) }],
    ["SET l[3] = :n REMOVE l[1]", { l: numbers(2, 3, 4, 5, 6) }, { l: numbers(2, 4, 7, 6) }],
    ["SET l[84] = :n, l[37] = l[0]", { l: numbers(1) }, { l: numbers(1, 1, 7) }],
    ["REMOVE l[17], a.y, b", { l: numbers(1), a: { M: {} } }, { l: numbers(1), a: { M: {} } }],
    ["REMOVE a.b", { a: { M: { b: { N: "1" } } } }, { a: { M: {} } }],
    [
      "SET a.b = :n, a.c.d = :s REMOVE a.x",
      { a: { M: { x: { N: "1" }, c: { M: {} } } } },
      { a: { M: { b: { N: "7" }, c: { M: { d: { S: "x" } } } } } },
    ],
    ["REMOVE a SET b = a", { a: { S: "x" } }, { b: { S: "x" } }],
    ["SET a = b + :n, b = a - :n", { a: { N: "1" }, b: { N: "2" } }, { a: { N: "9" }, b: { N: "-6" } }],
    ["SET a = if_not_exists(a, :n) + :n", {}, { a: { N: "14" } }],
    ["SET l = list_append(if_not_exists(l, :l), :l)", {}, { l: numbers(8, 9, 8, 9) }],
    [
      "ADD n :n, s :set",
      { n: { N: "0.1" }, s: { SS: ["a", "b"] } },
      { n: { N: "7.1" }, s: { SS: ["a", "b", "c"] } },
    ],
    ["ADD n :n, s :set", {}, { n: { N: "7" }, s: { SS: ["b", "c"] } }],
    ["DELETE s :set, t :set", { s: { SS: ["b"] } }, {}],
    ["set a = :n remove b add c :n delete d :set", {}, { a: { N: "7" }, c: { N: "7" } }],
  ];
  for (const [text, before, after] of cases)
    it(`is done: ${text}`, () => {
      expect(update(text, before)).to.deep.equal(after);
    });

  it("may remove a part of an item that is not there, and not of one that is", () => {
    expect(update("REMOVE a.b, c[0]")).to.deep.equal({});
    expect(problem("REMOVE a.b", {})).to.equal(
      "The document path provided in the update expression is invalid for update",
    );
  });

  const overlap = "Two document paths overlap with each other; must remove or rewrite one of these paths";
  const type = "An operand in the update expression has an incorrect data type";
  const wrong = "Incorrect operand type for operator or function";
  const overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";
  const refused: readonly (readonly [text: string, before: Item, message: string])[] = [
    ["HELLO b = :n", {}, 'Syntax error; token: "HELLO", near: "HELLO b"'],
    ["SET a = :n + :n + :n", {}, 'Syntax error; token: "+", near: ":n + :n"'],
    ["SET a = :n SET b = :n", {}, 'The "SET" section can only be used once in an update expression;'],
    ["SET a = :n, a.b = :s", {}, `${overlap}; path one: [a], path two: [a, b]`],
    ["SET a.b.c = :n REMOVE a.b", {}, `${overlap}; path one: [a, b, c], path two: [a, b]`],
    [
      "SET a.b = :n, a[1] = :s",
      {},
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]",
    ],
    ["ADD a :s", {}, `${wrong}; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND`],
    [
      "DELETE a :n",
      {},
      `${wrong}; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND`,
    ],
    ["SET a = :s + :n", {}, `${wrong}; operator or function: +, operand type: S`],
    ["SET a = list_append(:l, :s)", {}, `${wrong}; operator or function: list_append, operand type: S`],
    [
      "SET a = list_append(list_append(:l, :l), :l)",
      {},
      "The function is not allowed to be used this way in an expression; function: list_append",
    ],
    [
      "SET a = if_not_exists(:n, :n)",
      {},
      "Operator or function requires a document path; operator or function: if_not_exists",
    ],
    ["SET a = f(b)", {}, "Invalid function name; function: f"],
    ["SET a = size(b)", {}, "The function is not allowed in an update expression; function: size"],
    ["SET a = b", {}, "The provided expression refers to an attribute that does not exist in the item"],
    ["SET a = b + :n", { b: { S: "x" } }, type],
    ["ADD a :n", { a: { S: "x" } }, type],
    ["ADD a :set", { a: numbers(1) }, type],
    ["DELETE a :ns", { a: { SS: ["1"] } }, type],
    [
      "SET a.b = :n",
      { a: { S: "x" } },
      "The document path provided in the update expression is invalid for update",
    ],
    ["SET a[0] = :n", {}, "The document path provided in the update expression is invalid for update"],
    ["SET a = :huge + :huge", {}, overflow],
    ["SET a = :huge + :n", {}, overflow],
  ];
  for (const [text, before, message] of refused)
    it(`is refused: ${text}`, () => {
      expect(problem(text, before)).to.equal(message);
    });
});
