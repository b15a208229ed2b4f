/**
 * DynamoDB expressions. Names are always placeholders, as half of the records' fields are reserved words of DynamoDB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
 */
export interface TableExpression {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Changes to one item. */
export interface ItemChange {
  /** Field → its new value. A field that is undefined keeps its value. */
  readonly set: object;
  /** Field → its value where the item lacks the field. @default none */
  readonly setIfAbsent?: object;
  /** Fields to increase by one, from 0 where the item lacks them. @default none */
  readonly increment?: readonly string[];
  /** Field → a string to add to its set of strings. @default none */
  readonly addToSet?: Readonly<Record<string, string>>;
  /** Field → a value to add to the end of its list. @default none */
  readonly append?: Readonly<Record<string, unknown>>;
  /** Field → an element of its list, and the element's new value. @default none */
  readonly element?: Readonly<Record<string, { readonly at: number; readonly value: object }>>;
  /** Fields to remove. @default none */
  readonly remove?: readonly string[];
}

/** `SET #a = :a, … REMOVE #b, … ADD #c :c`, an UpdateExpression. */
export function updateExpression(change: ItemChange): TableExpression {
  const { increment = [], remove = [], addToSet = {} } = change;
  const append = Object.entries(change.append ?? {});
  const elements = Object.entries(change.element ?? {});
  const set = Object.entries(change.set).filter(([, value]) => value !== undefined);
  const setIfAbsent = Object.entries(change.setIfAbsent ?? {});
  const entries = [...set, ...setIfAbsent];
  const assignments = [
    ...set.map(([name]) => `#${name} = :${name}`),
    ...setIfAbsent.map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`),
    ...increment.map((name) => `#${name} = if_not_exists(#${name}, :zero) + :one`),
    ...append.map(([name]) => `#${name} = list_append(if_not_exists(#${name}, :none), :${name})`),
    ...elements.map(([name, { at }]) => `#${name}[${at}] = :${name}`),
  ];
  const removals = remove.length === 0 ? "" : ` REMOVE ${remove.map((name) => `#${name}`).join(", ")}`;
  const sets = Object.keys(addToSet);
  const additions = sets.length === 0 ? "" : ` ADD ${sets.map((name) => `#${name} :${name}`).join(", ")}`;
  return {
    expression: `SET ${assignments.join(", ")}${removals}${additions}`,
    names: namesOf([
      ...[...entries, ...append, ...elements].map(([name]) => name),
      ...[...increment, ...remove, ...sets],
    ]),
    values: {
      ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(Object.entries(addToSet).map(([name, value]) => [`:${name}`, new Set([value])])),
      ...Object.fromEntries(append.map(([name, value]) => [`:${name}`, [value]])),
      ...Object.fromEntries(elements.map(([name, { value }]) => [`:${name}`, value])),
      ...(append.length > 0 && { ":none": [] }),
      ...(increment.length > 0 && { ":zero": 0, ":one": 1 }),
    },
  };
}

/** `#a = :was_a AND …`: the item's fields have these values. */
export function conditionThat(fields: object): TableExpression {
  const entries = Object.entries(fields);
  return {
    expression: entries.map(([name]) => `#${name} = :was_${name}`).join(" AND "),
    names: namesOf(entries.map(([name]) => name)),
    values: Object.fromEntries(entries.map(([name, value]) => [`:was_${name}`, value])),
  };
}

/** Whether DynamoDB refused a request because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}

function namesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}
