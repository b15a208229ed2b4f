import { AwsError } from "../../../host/gateway/aws-error.ts";

/** Throws InvalidName for a name of an execution or a machine. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function checkName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what AWS refuses
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name)) return;
  throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}
