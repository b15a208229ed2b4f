import { lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string }, { euros: number }>(token("priceFunction"));

export const order = machine<{ sku: string }>((m) => {
  const euros = m.attempt(
    "Price or list price",
    (body) => body.invoke("Price", price, { sku: m.input.sku }).euros,
    (handler, error) => {
      handler
        .choose("Known?")
        .when(error.Cause.contains("no such sku"), (then) => then.succeed("Unknown", 0));
      return 9.99;
    },
    { errors: ["PriceError", "States.Timeout"] },
  );
  m.succeed("Priced", euros);
});
