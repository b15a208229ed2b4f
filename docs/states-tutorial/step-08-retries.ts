import { lambdaFunction, machine, token } from "@batchline/states";

const reserve = lambdaFunction<{ sku: string }, { id: string }>(token("reserveFunction"));
const pay = lambdaFunction<{ reservation: string }, { receipt: string }>(token("payFunction"));

export const order = machine<{ sku: string }>((m) => {
  const receipt = m.retry(
    "Reserve and pay",
    [{ errors: ["ReservationExpired"], maxAttempts: 2, intervalSeconds: 10 }],
    (body) => {
      const { id } = body.invoke("Reserve", reserve, { sku: m.input.sku });
      const paid = body.invoke("Pay", pay, { reservation: id }, { timeoutSeconds: 30 });
      return paid.receipt;
    },
  );
  m.succeed("Paid", receipt);
});
