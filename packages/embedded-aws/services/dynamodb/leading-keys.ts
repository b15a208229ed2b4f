/** The parts of an operation's input that can contain partition keys. Any may be missing. */
export interface ItemInput {
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}

type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The condition key `dynamodb:LeadingKeys`. Empty for Scan and similar: a policy that requires keys denies them. */
export function leadingKeys(input: ItemInput, partitionKey: string): string[] {
  const attributes = input.Key ?? input.Item;
  if (attributes !== undefined) return text(attributes[partitionKey]);
  if (input.KeyConditionExpression === undefined) return [];
  const names = input.ExpressionAttributeNames ?? {};
  const equality = /(#?[\w.-]+)\s*=\s*(:\w+)/g;
  for (const [, name = "", value = ""] of input.KeyConditionExpression.matchAll(equality)) {
    if ((names[name] ?? name) === partitionKey) return text(input.ExpressionAttributeValues?.[value]);
  }
  return [];
}

/** The text of an attribute value such as `{ S: "a" }`. */
function text(value: Readonly<Record<string, unknown>> | undefined): string[] {
  const [only] = Object.values(value ?? {});
  return only === undefined ? [] : [String(only)];
}
