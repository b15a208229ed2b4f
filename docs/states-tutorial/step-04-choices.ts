import { lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string }, { euros: number }>(token("priceFunction"));

export const order = machine<{ sku: string }>((m) => {
  const { euros } = m.invoke("Price", price, { sku: m.input.sku });
  const shipping = m
    .choose("How to ship?")
    .when(euros.gte(100), () => ({ by: "courier", euros: 0 }))
    .when(euros.gt(0), (then) => then.pass("By post", { by: "post", euros: 5 }))
    .otherwise((otherwise) => otherwise.fail("Not for sale", { error: "NotForSale", cause: m.input.sku }));
  m.succeed("Priced", { total: euros.plus(shipping.euros), by: shipping.by });
});
