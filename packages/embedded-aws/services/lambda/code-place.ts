import { join } from "node:path";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { CodePlace, FunctionSpec } from "./function-version.ts";

/** Where a function's handler is, in a folder with its code. Throws InvalidParameterValueException if the code has no such file. */
export function placeOf({ name, handler, code }: FunctionSpec, dir: string): CodePlace {
  const [module = "", exportName = ""] = handler.split(/\.(?=[^.]+$)/);
  const entry = [".mjs", ".js", ".cjs"]
    .map((ending) => module + ending)
    .find((file) => Object.hasOwn(code, file));
  if (entry === undefined)
    throw new AwsError(
      "InvalidParameterValueException",
      `${name}: handler ${handler} needs ${module}.mjs or ${module}.js in the function's code`,
    );
  return { dir, file: join(dir, entry), exportName };
}
