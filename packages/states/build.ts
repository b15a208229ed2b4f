import { Machine, type MachineDeclaration } from "./authoring/machine.ts";
import { check } from "./checks/check.ts";
import { Recorder } from "./core/recorder.ts";
import { ends, isAssigning } from "./core/step.ts";
import { fillTokens, tokensIn } from "./fill-tokens.ts";
import type { Asl } from "./lowering/asl.ts";
import { bindItems } from "./lowering/bind-items.ts";
import { deliverResults } from "./lowering/deliver.ts";
import { freshNames } from "./lowering/fresh-names.ts";
import { liveVariables } from "./lowering/live-variables.ts";
import { lower } from "./lowering/lower.ts";
import { nameVariables } from "./lowering/variable-names.ts";
import { type IamStatement, permissionsOf, startsItself, tokensOfPermissions } from "./permissions.ts";

export { InvalidMachineError, StatesError } from "./errors.ts";
export type { Asl, AslMachine, AslState } from "./lowering/asl.ts";
export type { IamStatement } from "./permissions.ts";

/** A machine that has passed all checks. */
export interface BuiltMachine {
  /** The definition, with `${name}` where a token's value will be. */
  readonly asl: Asl;
  /** The names of its tokens, in the order of the alphabet. */
  readonly tokens: readonly string[];
  /**
   * The definition as JSON text, every token filled in.
   *
   * @throws {StatesError} BL-S016 when a token has no value, or a value belongs to no token.
   */
  definition(values: Readonly<Record<string, string>>): string;
  /**
   * What the execution role must be allowed: exactly the actions and resources of the machine's tasks.
   *
   * @param machineArn The machine's own ARN, which a machine with distributed maps needs: it starts executions of itself.
   * @throws {StatesError} BL-S016 as `definition` does, BL-S020 when a task's target is known only at run time, or the machine's
   *   ARN is needed and not given.
   */
  permissions(values: Readonly<Record<string, string>>, machineArn?: string): readonly IamStatement[];
  /** Whether some of the permissions are about the machine itself, whose ARN is not known before it is made. */
  readonly startsItself: boolean;
  /** Those of the permissions that the machine can be made with: all but those about itself. Throws as `permissions` does. */
  permissionsOnOthers(values: Readonly<Record<string, string>>): readonly IamStatement[];
  /** Those of the permissions that are about the machine itself. */
  permissionsOnItself(machineArn: string): readonly IamStatement[];
}

/**
 * Builds and checks a machine.
 *
 * @throws {StatesError} for what can go no further, such as a state in the wrong block.
 * @throws {InvalidMachineError} with all problems of a machine that is otherwise whole.
 */
export function build<I>(declaration: MachineDeclaration<I>): BuiltMachine {
  const root = Recorder.record((recorder) => declaration.describe(new Machine<I>(recorder)));
  const freshName = freshNames(root);
  const last = root.steps.at(-1);
  if (last !== undefined && !isAssigning(last) && !ends(root)) {
    root.steps.push({ kind: "succeed", name: freshName("Done"), place: undefined });
  }
  bindItems(root, freshName);
  deliverResults(root, freshName);
  const naming = { live: liveVariables(root), name: nameVariables(root) };
  const asl: Asl = {
    ...(declaration.comment !== undefined && { Comment: declaration.comment }),
    QueryLanguage: "JSONata",
    ...(declaration.timeoutSeconds !== undefined && { TimeoutSeconds: declaration.timeoutSeconds }),
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
