import { AwsError } from "../../host/gateway/aws-error.ts";

/**
 * Unstructured filter patterns. Throws InvalidParameterException for structured ones (`{ $.level = "error" }`, `[a, b]`).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (/^[{[]/.test(text))
    throw new AwsError(
      "InvalidParameterException",
      `structured filter patterns are not in the embedded AWS: ${text}. Use words, "phrases", ?alternatives or -exclusions.`,
    );
  if (text.length > 2 && text.startsWith("%") && text.endsWith("%")) {
    const expression = regularExpression(text.slice(1, -1));
    return (message) => expression.test(message);
  }
  const terms = [...text.matchAll(/([?-]?)("[^"]*"|\S+)/g)].map(([, mark = "", term = ""]) => ({
    mark,
    text: term.replace(/^"([^"]*)"$/, "$1"),
  }));
  const having = (mark: string) => terms.filter((term) => term.mark === mark).map((term) => term.text);
  const [all, any, none] = [having(""), having("?"), having("-")];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term));
}

function regularExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    const message = `invalid regular expression in the filter pattern: ${source}`;
    throw new AwsError("InvalidParameterException", message, 400, { cause });
  }
}
