import { type Comparison, comparisons, equality, type Statement } from "./iam-policy.ts";

/** Whether a statement allows something for the session's tenant only: all its resources contain the session tag, or a
 * condition compares with it.
 * @param tag The session tag that names the tenant.
 * @example isLimitedToTenant(statement, "tenant") */
export function isLimitedToTenant(statement: Statement, tag: string): boolean {
  const compared = comparisons(statement.Condition).some(
    (comparison) =>
      requires(comparison, `aws:principaltag/${tag.toLowerCase()}`) || namesTenant(comparison, tag),
  );
  return (
    compared || (statement.Resource?.length ? statement.Resource.every((arn) => hasTag(arn, tag)) : false)
  );
}

/** Whether a statement of a trust policy requires the session tag. @example requiresTenant(statement, "tenant") */
export function requiresTenant(statement: Statement, tag: string): boolean {
  const key = `aws:requesttag/${tag.toLowerCase()}`;
  return comparisons(statement.Condition).some(
    (comparison) =>
      requires(comparison, key) ||
      (comparison.operator === "Null" &&
        comparison.key === key &&
        comparison.values.every((is) => is === "false")),
  );
}

/** Whether a statement names the session tag at all, in a resource or a condition, also where that limits nothing.
 * @example namesTag(statement, "tenant") */
export function namesTag({ Resource = [], NotResource = [], Condition }: Statement, tag: string): boolean {
  const name = tag.toLowerCase();
  const keys = [`aws:principaltag/${name}`, `aws:requesttag/${name}`];
  const compared = comparisons(Condition);
  // A variable may have a default: `${aws:PrincipalTag/tenant, 'none'}`.
  const variables = keys.flatMap((key) => [`\${${key}}`, `\${${key},`]);
  const texts = [...Resource, ...NotResource, ...compared.flatMap(({ values }) => values)];
  return (
    compared.some(({ key }) => keys.includes(key)) ||
    texts.some((text) => variables.some((variable) => text.toLowerCase().includes(variable)))
  );
}

function requires({ operator, key, values, holdsWithoutKey }: Comparison, wanted: string): boolean {
  return key === wanted && equality.test(operator) && !holdsWithoutKey && !values.includes("*");
}

/** For example `s3:prefix` compared with `tenants/${aws:PrincipalTag/tenant}/*`. */
function namesTenant({ operator, values, holdsWithoutKey }: Comparison, tag: string): boolean {
  return equality.test(operator) && !holdsWithoutKey && values.every((value) => hasTag(value, tag));
}

/** Between the parts of keys and names. */
const separator = /[/:#|]/;

/** Whether a pattern matches one tenant's names only. A wildcard before the tag matches other tenants' names. A
 * wildcard after it in the same part matches longer names: `${…}*` of `acme` includes `acme-shop`. Within a path the
 * tag has to start a part, or it matches names with the same end. */
function hasTag(pattern: string, tag: string): boolean {
  const variable = `\${aws:principaltag/${tag.toLowerCase()}}`;
  const at = pattern.toLowerCase().indexOf(variable);
  if (at < 0) return false;
  // Region and account of an ARN may be wildcards.
  const before = pattern.slice(0, at).replace(/^arn:([^:]*:){4}/, "");
  const [after = ""] = pattern.slice(at + variable.length).split(separator);
  const beginsPart = !before.includes("/") || separator.test(before.slice(-1));
  return beginsPart && !/[*?]/.test(before + after);
}
