import type { Type, Types } from "dynalite/validations/index.js";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { checkExpression } from "./expressions.ts";

/** Levels of lists and maps, the attribute included: DynamoDB's limit. */
const deepestLevel = 32;

const valueTypes = new Set(["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]);

/**
 * Throws ValidationException for members that `types` does not have, and for attribute values of no or several types.
 * dynalite would drop members, and then a part of the request would have no effect. It checks all else.
 */
export function checkMembers(name: string, input: object, types: Types): void {
  if (Array.isArray(input)) return;
  for (const [member, value] of Object.entries(input)) {
    const type = Object.hasOwn(types, member) ? types[member] : undefined;
    if (type === undefined) throw refused(`${name} of the embedded AWS has no member "${member}"`);
    if (typeof value === "string" && member.endsWith("Expression")) checkExpression(member, value);
    checkValue(member, value, type);
  }
}

function checkValue(name: string, value: unknown, type: Type): void {
  const { type: kind, children } = typeof type === "string" ? { type, children: undefined } : type;
  if (!isObject(value)) return;
  if (kind.startsWith("AttrStruct")) checkAttribute(value, 1);
  else if (children !== undefined && !isType(children)) checkMembers(name, value, children);
  else if (children !== undefined)
    for (const [key, child] of Object.entries(value)) {
      checkKey(key);
      checkValue(name, child, children);
    }
}

function checkAttribute(value: object, level: number): void {
  if (Array.isArray(value)) return;
  if (level > deepestLevel) throw refused(tooDeep);
  const given = Object.entries(value).filter(([, content]) => content !== null);
  const known = given.filter(([type]) => valueTypes.has(type));
  if (known.length === 0) throw refused(`Supplied AttributeValue is empty, ${exactlyOne}`);
  if (given.length > 1)
    throw refused(`Supplied AttributeValue has more than one datatypes set, ${exactlyOne}`);
  for (const [type, content] of given) {
    if ((type !== "L" && type !== "M") || !isObject(content)) continue;
    for (const [key, child] of Object.entries(content)) {
      checkKey(key);
      if (isObject(child)) checkAttribute(child, level + 1);
    }
  }
}

/** As a name it would be the prototype of dynalite's objects. */
function checkKey(key: string): void {
  if (key === "__proto__")
    throw refused('the embedded AWS cannot have an attribute or table named "__proto__"');
}

function isType(type: Type | Types): type is Type {
  return typeof type === "string" || typeof type.type === "string";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function refused(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

const exactlyOne = "must contain exactly one of the supported datatypes";
const tooDeep =
  "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
