import { lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string }, { euros: number }>(token("priceFunction"));

export const order = machine<{ lines: { sku: string; count: number }[] }>((m) => {
  const sums = m.map("Each line", m.input.lines, (each, line) => {
    const { euros } = each.invoke("Price", price, { sku: line.sku });
    return euros.times(line.count);
  });
  const big = m.input.lines.filter((line) => line.count.gt(1)).map((line) => line.sku);
  m.succeed("Priced", { euros: sums.sum(), big });
});
