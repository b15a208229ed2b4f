import { lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string }, { euros: number }>(token("priceFunction"));
const stock = lambdaFunction<{ sku: string }, number>(token("stockFunction"));

export const order = machine<{ sku: string }>((m) => {
  const { sku } = m.input;
  const both = m.parallel("Ask both", [
    (prices) => prices.invoke("Price", price, { sku }).euros,
    (stocks) => stocks.invoke("Stock", stock, { sku }),
  ]);
  m.succeed("Answered", { euros: both.at(0), inStock: both.at(1).gt(0) });
});
