/**
 * A workflow's share of a queue that many workflows use, by the name that jobs are submitted with: AWS Batch takes letters
 * and digits only. https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html
 */
export function shareIdentifier(workflow: string): string {
  return workflow.replaceAll(/[^A-Za-z0-9]/g, "");
}
