import type { DefinitionCode } from "../index.ts";

/** Expressions that AWS refuses, at the top of a state's Output. The messages are its words. */
export const refusedExpressions: readonly (readonly [
  source: string,
  code: DefinitionCode,
  message: string,
])[] = [
  ["a[1,2)", "BL-L009", 'Expected "]", got ","'],
  ['"unterminated', "BL-L009", "String literal must be terminated by a matching quote"],
  ["1 +", "BL-L009", "Unexpected end of expression"],
  ["$match('a', /abc", "BL-L009", "No terminating / in regular expression"],
  ["$states.input.a ?? 1", "BL-L009", 'The symbol "?" cannot be used as a unary operator'],
  ["$states.input.a ?: 1", "BL-L009", 'The symbol ":" cannot be used as a unary operator'],
  ["phone", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["phone.number", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["phone[0]", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["states.input", "BL-L010", "Reference to 'states' at the top level is not supported."],
  ["-phone", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["{phone: 1}", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["[{'a': phone}]", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["$states.input.a ? phone : 1", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["($x := phone; $x)", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  [
    "$map($states.input.a, function($x) { phone })",
    "BL-L010",
    "Reference to 'phone' at the top level is not supported.",
  ],
  ["$states.input ~> $lookup(phone)", "BL-L010", "Reference to 'phone' at the top level is not supported."],
  ["$", "BL-L010", "Reference to '$' at the top level is not supported."],
  ["$.phone", "BL-L010", "Reference to '$' at the top level is not supported."],
  ["$$", "BL-L010", "Reference to '$$' is not supported."],
  ["$$.phone", "BL-L010", "Reference to '$$' is not supported."],
  ["$states.input.a[$$.n = 1]", "BL-L010", "Reference to '$$' is not supported."],
  ["$states.errorOutput", "BL-L010", "Field '$states.errorOutput' does not exist."],
  ["$states.errorOutput.Cause", "BL-L010", "Field '$states.errorOutput' does not exist."],
  ["$states.result", "BL-L010", "Field '$states.result' does not exist."],
  ["$states.inputs.a", "BL-L010", "Field '$states.inputs' does not exist."],
  ["($states := 1; 2)", "BL-L010", "'$states' is reserved and cannot be assigned."],
];

/** Expressions that AWS accepts in the same place. */
export const acceptedExpressions: readonly string[] = [
  "$states.input.phone",
  "$states.input.items[phone > 3]",
  "$states.input.items.(phone)",
  "$states.input.items^(phone)",
  "$states.input.items{phone: $sum(price)}",
  "$count($states.input.items[$ = 1])",
  "$map($states.input.a, function($x) { $x.phone })",
  "$states.input ~> $lookup('phone')",
  "($x := 1; $f := function($a, $b) { $a + $b }; $f($x, 2))",
  "$states.context.Execution.Input.list#$i.($i)",
  "$uuid() & $hash('a', 'MD5') & $range(1, 2, 1)[0]",
  "'??' & \"?:\" & $replace('x', /(?:a)??b/, '') /* ?: */",
  "$states",
];
