import { lambdaFunction, machine, token } from "@batchline/states";

interface Request {
  readonly sku: string;
  readonly count?: number;
  readonly coupon?: string;
}
const price = lambdaFunction<Request, { euros: number }>(token("priceFunction"));

export const order = machine<Request>((m) => {
  const { euros } = m.invoke("Price", price, {
    sku: m.input.sku,
    count: m.input.count.orElse(1),
    coupon: m.input.coupon.orOmit(),
  });
  m.succeed("Priced", { euros, reduced: m.input.coupon.isPresent() });
});
