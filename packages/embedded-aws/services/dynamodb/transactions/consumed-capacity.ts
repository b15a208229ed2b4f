import type { Answer, Measured } from "../requests.ts";

/** The capacity of a transaction by table: twice the actions' capacity, because each is prepared and then done. */
export function consumedCapacity(
  answers: readonly Answer[],
  kind: "ReadCapacityUnits" | "WriteCapacityUnits",
  { ReturnConsumedCapacity }: Measured,
): object {
  if (ReturnConsumedCapacity === undefined || ReturnConsumedCapacity === "NONE") return {};
  const units = new Map<string, number>();
  for (const { ConsumedCapacity } of answers) {
    if (ConsumedCapacity === undefined) continue;
    const { TableName, CapacityUnits } = ConsumedCapacity;
    units.set(TableName, (units.get(TableName) ?? 0) + 2 * CapacityUnits);
  }
  return {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => {
      const total = { CapacityUnits, [kind]: CapacityUnits };
      return { TableName, ...total, ...(ReturnConsumedCapacity === "INDEXES" && { Table: total }) };
    }),
  };
}
