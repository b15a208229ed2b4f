import { lambdaFunction, machine, text, token } from "@batchline/states";
import { build } from "@batchline/states/build";

interface Input {
  readonly orders: readonly { readonly id: string; readonly note?: string }[];
}
// A token stands for a value that only the deployment knows.
const price = lambdaFunction<{ id: string; note?: string }, { euros: number }>(token("priceFunction"));

export const quote = machine<Input>((m) => {
  m.choose("Any orders?").when(m.input.orders.count().eq(0), (then) => then.succeed("Nothing to price"));
  const prices = m.map("Each order", m.input.orders, (each, order) =>
    each.attempt(
      "Price or none",
      (body) => body.invoke("Price", price, { id: order.id, note: order.note.orOmit() }).euros,
      () => 0,
    ),
  );
  m.succeed("Priced", { total: prices.sum(), by: text`execution ${m.context.execution.name}` });
});

export const built = build(quote); // throws when the machine has a problem
built.asl; // the definition, with ${priceFunction} in it
built.tokens; // ["priceFunction"]

export const values = { priceFunction: "arn:aws:lambda:eu-central-1:111122223333:function:price" };
built.definition(values); // JSON text for CreateStateMachine
built.permissions(values); // IAM statements for the machine's role
