import { lambdaFunction, machine, text, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string; count: number }, { euros: number }>(token("priceFunction"));

export const order = machine<{ sku: string; count: number }>((m) => {
  const { euros } = m.invoke("Price", price, { sku: m.input.sku.uppercase(), count: m.input.count });
  m.succeed("Priced", {
    each: euros.dividedBy(m.input.count).round(2),
    says: text`${m.input.count} of ${m.input.sku} cost ${euros} euros`,
  });
});
