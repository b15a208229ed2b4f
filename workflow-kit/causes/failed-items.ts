import type { ItemFailure } from "../../contract/records.ts";
import { mergedReason, reasonTemplate } from "./reason-template.ts";

/** What `checkFailureShare` says, without its first item. */
const tooMany = /^(\d+ of \d+ .{1,60} failed \(.{1,20}\), more than the .{1,20} allowed); first: /;

/**
 * An error for too many failed items, with the most frequent reason among `failures` instead of the first. Any other error as it is.
 * @example withMostFrequent("9 of 12 images failed (75 %), more than the 40 % allowed; first: a: no", failures)
 */
export function withMostFrequent(error: string, failures: readonly ItemFailure[] = []): string {
  const [, share] = tooMany.exec(error) ?? [];
  if (share === undefined || failures.length === 0) return error;
  const reasons = new Map<string, { text: string; count: number }>();
  for (const { reason } of failures) {
    const template = reasonTemplate(reason);
    const known = reasons.get(template.key);
    const text = known === undefined ? reason : mergedReason(known.text, template);
    reasons.set(template.key, { text, count: (known?.count ?? 0) + 1 });
  }
  const [most] = [...reasons.values()].sort((a, b) => b.count - a.count);
  return `${share}; most often: ${most?.text}`;
}
