import { lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string; count: number }, { euros: number }>(token("priceFunction"));

export const order = machine<{ sku: string }>((m) => {
  const priced = m.invoke("Price", price, { sku: m.input.sku, count: 1 });
  m.succeed("Priced", { euros: priced.euros });
});
