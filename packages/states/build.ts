import { Machine, type MachineDeclaration } from "./authoring/machine.ts";
import { check } from "./checks/check.ts";
import { Recorder } from "./core/recorder.ts";
import { ends, isAssigning } from "./core/step.ts";
import { InvalidMachineError, StatesError } from "./errors.ts";
import { fillTokens, tokensIn } from "./fill-tokens.ts";
import type { Asl } from "./lowering/asl.ts";
import { bindItems } from "./lowering/bind-items.ts";
import { deliverResults } from "./lowering/deliver.ts";
import { liveVariables } from "./lowering/live-variables.ts";
import { lower } from "./lowering/lower.ts";
import { freshNames, nameVariables } from "./lowering/names.ts";
import { type IamStatement, permissionsOf, startsItself, tokensOfPermissions } from "./permissions.ts";

export type { Asl } from "./lowering/asl.ts";
export type { IamStatement } from "./permissions.ts";
export { InvalidMachineError, StatesError };

/** A machine that passed all checks. */
export interface BuiltMachine {
  /** The definition. Tokens stand in it as `${name}`. */
  readonly asl: Asl;
  /** The names of its tokens, in alphabetical order. */
  readonly tokens: readonly string[];
  /** The definition as JSON text, with the values of its tokens.
   * @throws {StatesError} BL-S016 when a token has no valid value, or a value's name is unknown.
   * @example built.definition({ priceFunction: "arn:aws:lambda:…" }) */
  definition(values: Readonly<Record<string, string>>): string;
  /** The statements for the execution role: exactly the actions and resources of the machine's tasks.
   * @param machineArn The machine's own ARN. A machine with distributed maps needs it, because it starts executions of itself.
   * @throws {StatesError} BL-S016 as `definition` does. BL-S020 when a task's target is known only at run time, or the
   * machine's ARN is needed and missing.
   * @example built.permissions({ priceFunction: "arn:aws:lambda:…" }) */
  permissions(values: Readonly<Record<string, string>>, machineArn?: string): readonly IamStatement[];
  /** Whether some permissions are on the machine itself. Its ARN is not known before the machine exists. */
  readonly startsItself: boolean;
  /** The permissions on other resources, to create the machine with. Throws as `permissions` does. */
  permissionsOnOthers(values: Readonly<Record<string, string>>): readonly IamStatement[];
  /** The permissions on the machine itself. */
  permissionsOnItself(machineArn: string): readonly IamStatement[];
}

/** Builds and checks a machine.
 * @throws {StatesError} for a problem that stops the description, such as a state in the wrong block.
 * @throws {InvalidMachineError} with all other problems.
 * @example const { asl, tokens } = build(machine((m) => m.succeed("Done"))); */
export function build<I>(declaration: MachineDeclaration<I>): BuiltMachine {
  const root = Recorder.record((recorder) => declaration.describe(new Machine<I>(recorder)));
  if (root.steps.length === 0) {
    throw new InvalidMachineError([new StatesError("BL-S019", { what: "the machine has no states" })]);
  }
  const freshName = freshNames(root);
  const last = root.steps.at(-1);
  if (last !== undefined && !isAssigning(last) && !ends(root)) {
    root.steps.push({ kind: "succeed", name: freshName("Done"), place: undefined });
  }
  bindItems(root, freshName);
  deliverResults(root, freshName);
  const naming = { live: liveVariables(root), name: nameVariables(root) };
  const { comment, timeoutSeconds } = declaration;
  const asl: Asl = {
    ...(comment === undefined ? {} : { Comment: comment }),
    QueryLanguage: "JSONata",
    ...(timeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds }),
    ...lower(root, naming),
  };
  check(root, asl, naming);
  const tokens = [...new Set([...tokensIn(asl), ...tokensOfPermissions(root)])].sort();
  return {
    asl,
    tokens,
    definition: (values) => JSON.stringify(fillTokens(asl, tokens, values)),
    permissions: (values, machineArn) => permissionsOf(root, { tokens, values, machineArn }),
    startsItself: startsItself(root),
    permissionsOnOthers: (values) => permissionsOf(root, { tokens, values }, "others"),
    permissionsOnItself: (machineArn) => permissionsOf(root, { tokens, values: {}, machineArn }, "itself"),
  };
}
