import type { Policy } from "../../testing/pulumi/registrations.ts";

/** What was taken away → the policy without it: each statement, each of several actions, each of several resources. */
export function weakerPolicies(policy: Policy): Readonly<Record<string, Policy>> {
  const found = policy.Statement.flatMap((statement, at) => {
    const others = policy.Statement.toSpliced(at, 1);
    const without = (field: "Action" | "Resource") =>
      several(statement[field]).map((value) => {
        const rest = several(statement[field]).filter((each) => each !== value);
        return [`${field} ${value}`, [...others, { ...statement, [field]: rest }]] as const;
      });
    const whole = [`the statement ${JSON.stringify(statement)}`, others] as const;
    return [whole, ...without("Action"), ...without("Resource")];
  });
  return Object.fromEntries(found.map(([title, Statement]) => [title, { ...policy, Statement }]));
}

/** The values of a list of two or more; a statement without its only value would be none. */
function several(value: unknown): readonly string[] {
  return Array.isArray(value) && value.length > 1 ? value : [];
}
