import { csvRows, lambdaFunction, machine, token } from "@batchline/states";

const price = lambdaFunction<{ sku: string; shop: string }, { euros: number }>(token("priceFunction"));

export const repriceAll = machine<{ shop: string }>((m) => {
  const rows = csvRows<"sku" | "name">({ bucket: token("bucket"), key: "catalog.csv" });
  const { shop } = m.input;
  m.distributedMap(
    "Each product",
    rows.select((row) => ({ sku: row.sku, shop })),
    (each, product) => each.invoke("Price", price, product).euros,
    {
      maxConcurrency: 100,
      toleratedFailurePercentage: 5,
      results: { bucket: token("bucket"), prefix: "prices" },
    },
  );
  m.succeed("Priced");
});
