/** A type of DynamoDB, as the wire names it. */
export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";

/** A value as the wire has it. A checked value has exactly one member; its numbers are canonical, its bytes base64. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

/** Attributes by name: an item, a key, or a map. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Types of sets. */
export type SetType = "SS" | "NS" | "BS";

const types: ReadonlySet<string> = new Set(["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]);

/** Whether the wire has a type of this name. */
export function isAttributeType(name: string): name is AttributeType {
  return types.has(name);
}

/** The type of a checked value. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const name in value) if (isAttributeType(name)) return name;
  throw new TypeError("a checked value has a type");
}

/** The attribute of that name; undefined for none. It ignores the members of Object.prototype. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** The members of a set, with its type; undefined for other values. */
export function setOf(
  value: AttributeValue,
): readonly [type: SetType, members: readonly string[]] | undefined {
  if (value.SS) return ["SS", value.SS];
  if (value.NS) return ["NS", value.NS];
  return value.BS && ["BS", value.BS];
}
