/** A clause as a sentence: it begins with a capital and has a full stop. @example sentence("the feed answered 503") // "The feed answered 503." */
export function sentence(clause: string): string {
  const text = clause.trim();
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;
}
