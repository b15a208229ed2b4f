import { type Comparison, comparisons, type Statement } from "./iam-policy.ts";

/**
 * Whether a statement allows something for the session's tenant only: each of its resources has the session's tag, or a
 * condition compares with it.
 *
 * @param tag The session tag that names the tenant.
 */
export function isLimitedToTenant(statement: Statement, tag: string): boolean {
  const compared = comparisons(statement.Condition).some(
    (comparison) =>
      requires(comparison, `aws:principaltag/${tag.toLowerCase()}`) || namesTenant(comparison, tag),
  );
  return (
    compared || (statement.Resource?.length ? statement.Resource.every((arn) => hasTag(arn, tag)) : false)
  );
}

/** Whether a statement of a trust policy lets a role be taken on only by who says for which tenant. */
export function demandsTenant(statement: Statement, tag: string): boolean {
  const key = `aws:requesttag/${tag.toLowerCase()}`;
  return comparisons(statement.Condition).some(
    (comparison) =>
      requires(comparison, key) ||
      (comparison.operator === "Null" &&
        comparison.key === key &&
        comparison.values.every((is) => is === "false")),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const equal = /^(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/;

function requires({ operator, key, values, holdsWithoutKey }: Comparison, wanted: string): boolean {
  return key === wanted && equal.test(operator) && !holdsWithoutKey && !values.includes("*");
}

/** As `s3:prefix` is compared with `tenants/${aws:PrincipalTag/tenant}/*`. */
function namesTenant({ operator, values, holdsWithoutKey }: Comparison, tag: string): boolean {
  return equal.test(operator) && !holdsWithoutKey && values.every((value) => hasTag(value, tag));
}

/** What parts of keys and names end with. */
const separator = /[/:#|]/;

/**
 * Whether a pattern fits one tenant's names only. A wildcard before the tag would stand for other tenants' names, and one in
 * the same part after it for names that begin alike: `${…}*` of the tenant `acme` is also `acme-shop`. Within a path the tag
 * has to begin a part, or it fits names that end alike.
 */
function hasTag(pattern: string, tag: string): boolean {
  const variable = `\${aws:principaltag/${tag.toLowerCase()}}`;
  const at = pattern.toLowerCase().indexOf(variable);
  if (at < 0) return false;
  // Of an ARN, region and account may be left open.
  const before = pattern.slice(0, at).replace(/^arn:([^:]*:){4}/, "");
  const [after = ""] = pattern.slice(at + variable.length).split(separator);
  const beginsPart = !before.includes("/") || separator.test(before.at(-1) ?? "");
  return beginsPart && !/[*?]/.test(before + after);
}
