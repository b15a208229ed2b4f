/**
 * The name of a workflow's share of a queue, with which jobs are submitted. AWS Batch allows letters and digits only.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html
 */
export function shareIdentifier(workflow: string): string {
  return workflow.replaceAll(/[^A-Za-z0-9]/g, "");
}
