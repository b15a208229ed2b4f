import { StatesError } from "../errors.ts";
import { callerPlace } from "../place.ts";
import { tokenName } from "../token-placeholder.ts";
import type { Node } from "./node.ts";

/** @throws {StatesError} BL-S016 when `name` is not letters, digits, `_`, `.` and `-`, starting with a letter. */
export function tokenNode(name: string): Node {
  if (!tokenName.test(name)) {
    throw new StatesError("BL-S016", {
      what: `${JSON.stringify(name)} cannot name a token`,
      mend: "A token's name is letters, digits, _ . and -, and starts with a letter.",
      place: callerPlace(),
    });
  }
  return { kind: "token", name };
}
