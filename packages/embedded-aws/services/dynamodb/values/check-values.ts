import { invalid, validation } from "../errors.ts";
import { type AttributeValue, type Item, isAttributeType } from "./attribute-value.ts";
import { canonical } from "./decimal.ts";

/** Levels of lists and maps, the attribute included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const deepestLevel = 32;

/** Bytes of an attribute's name: DynamoDB's limit. */
const longestName = 65_535;

/** A value of the wire that may be changed. The service's model has checked the types of its members. */
type Given = { -readonly [Name in keyof AttributeValue]: AttributeValue[Name] };

/**
 * Checks the attributes of an item, a key or a map, and makes their numbers canonical where they are. Throws
 * ValidationException. Linear in the item's size.
 */
export function checkItem(item: Item): void {
  checkAttributes(item, 1);
}

/** The same for one value. */
export function checkValue(value: AttributeValue): void {
  check(value, 1);
}

function checkAttributes(item: Item, level: number): void {
  for (const name in item) {
    checkName(name);
    check(item[name] ?? {}, level);
  }
}

/** As a name it would be the prototype of an object. */
export function checkName(name: string): void {
  if (name === "") throw validation("Empty attribute name");
  if (name === "__proto__")
    throw validation('the embedded AWS cannot have an attribute or table named "__proto__"');
  if (name.length * 3 > longestName && Buffer.byteLength(name) > longestName)
    throw invalid(`Attribute name is too large, must be less than ${longestName} bytes`);
}

function check(value: AttributeValue, level: number): void {
  if (level > deepestLevel) throw validation(tooDeep);
  const given: Given = value;
  let known = 0;
  let members = 0;
  for (const type in value) {
    members += 1;
    if (isAttributeType(type)) known += 1;
  }
  if (known === 0) throw validation(`Supplied AttributeValue is empty, ${exactlyOne}`);
  if (members > 1) throw validation(`Supplied AttributeValue has more than one datatypes set, ${exactlyOne}`);
  checkContent(given, level);
}

function checkContent(given: Given, level: number): void {
  if (typeof given.N === "string") given.N = canonical(given.N);
  // AWS takes both, and keeps one.
  else if (given.NULL === false) given.NULL = true;
  else if (given.SS)
    checkSet(given.SS, "An string set  may not be empty", (all) => invalid(`${all} contains duplicates.`));
  else if (given.NS) {
    checkCount(given.NS);
    const numbers = given.NS.map(canonical);
    checkSet(numbers, "An number set  may not be empty", () =>
      validation("Input collection contains duplicates"),
    );
    given.NS = numbers;
  } else if (given.BS)
    checkSet(given.BS, "Binary sets should not be empty", (all) =>
      invalid(`${all}of type BS contains duplicates.`),
    );
  else if (given.L) {
    checkCount(given.L, mostElements);
    for (const element of given.L) check(element, level + 1);
  } else if (given.M) checkAttributes(given.M, level + 1);
}

/** No set of more distinct members is within the 400 KB of an item. */
const mostMembers = 150_000;

/** In a list each takes a byte at least. */
const mostElements = 400 * 1024;

function checkCount(members: readonly unknown[], most = mostMembers): void {
  if (members.length > most) throw validation("Item size has exceeded the maximum allowed size");
}

function checkSet(members: readonly string[], empty: string, duplicates: (all: string) => Error): void {
  if (members.length === 0) throw invalid(empty);
  checkCount(members);
  if (new Set(members).size < members.length) throw duplicates(`Input collection [${members.join(", ")}]`);
}

const exactlyOne = "must contain exactly one of the supported datatypes";
const tooDeep =
  "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
