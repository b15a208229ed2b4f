import type { Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { interpret, type Service } from "@batchline/state-machines/testing";
import { build } from "../build.ts";
import { lambdaFunction, type Machine, machine } from "../index.ts";

/** What the machines under test are started with. */
export interface Input {
  readonly n: number;
  readonly list?: readonly number[];
}

/** A function that halves even numbers and throws for odd ones. */
export const half = lambdaFunction<{ readonly n: number }, { readonly n: number }>(
  "arn:aws:lambda:::function:half",
);

const invoke: Service = ({ arguments: args }) => {
  const { n } = (args as { Payload: { n: number } }).Payload;
  if (n % 2 !== 0) throw new StateError("Odd", `${n} is odd`);
  return { Payload: { n: n / 2 }, StatusCode: 200 };
};

export const definition = (describe: (m: Machine<Input>) => void) => build(machine<Input>(describe)).asl;

/** Builds a machine and lets the embedded Step Functions run it. */
export const run = (
  describe: (m: Machine<Input>) => void,
  input: Json,
  services: Readonly<Record<string, Service>> = { invoke },
) => interpret(definition(describe), { input, services });
