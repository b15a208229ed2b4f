import type { Rule } from "./kit/rule.ts";
import * as all from "./rules/index.ts";

/** All rules of the pack, by code. */
export const rules: readonly Rule[] = Object.values(all).toSorted((a, b) => (a.code < b.code ? -1 : 1));
