import { checkInput } from "../../../host/gateway/input-check.ts";
import { clientException } from "../checks/client-exception.ts";
import { coverage } from "../coverage.ts";

/** The input of an operation. Throws ClientException for one that Batch's model refuses, or that is not emulated. */
export function checkedInput<T>(operation: keyof typeof coverage, input: T): T {
  checkInput({ model: "batch", coverage, frame: clientException }, operation, input, "");
  return input;
}
