/** A reason with the parts that differ from chunk to chunk set apart: "shop.example answered 503" is like "store.example answered 503". */
export interface ReasonTemplate {
  /** Equal for reasons that differ in their names, numbers and addresses only. */
  readonly key: string;
  /** The words in order; those that may differ have a slot. */
  readonly words: readonly { readonly text: string; readonly isSlot: boolean }[];
}

/** Words of a reason that are compared. Suppliers write reasons, too. */
const mostWords = 80;

/** Numbers after these words say what happened. They do not count things. */
const beforeCodes = /^(answered|status|code|http|errno|signal|error)$/i;

/**
 * The template of a reason. `tenant` is a name that may differ, too.
 * @example reasonTemplate("shop.example answered 503").key // "… answered 503"
 */
export function reasonTemplate(reason: string, tenant?: string): ReasonTemplate {
  const parts = reason.match(/"[^"]*"|\S+/g) ?? [];
  const words = parts.slice(0, mostWords).map((text, at) => {
    const bare = text.replace(/^[([{]+|[\])},.;:!?]+$/g, "");
    return { text, isSlot: bare === tenant || isSlot(bare, parts[at - 1] ?? "") };
  });
  return { key: words.map(({ text, isSlot }) => (isSlot ? "…" : text)).join(" "), words };
}

/** Two reasons with one key as one text: slots that differ become `…`. */
export function mergedReason(one: string, other: ReasonTemplate, tenant?: string): string {
  const { words } = reasonTemplate(one, tenant);
  return other.words
    .map(({ text, isSlot }, at) => (isSlot && words[at]?.text !== text ? blank(text) : text))
    .join(" ");
}

/** `…` with the punctuation around the word. */
function blank(text: string): string {
  const [, before = "", after = ""] = /^([([{]*).*?([\])},.;:!?]*)$/s.exec(text) ?? [];
  return `${before}…${after}`;
}

function isSlot(bare: string, before: string): boolean {
  if (bare === "…" || bare.startsWith('"') || /[/\\@]/.test(bare)) return true;
  // A host or a file: "shop.example", "prices.csv". Not "S3.", whose point ends a sentence.
  if (/\w\.\w/.test(bare)) return true;
  if (!/\d/.test(bare)) return false;
  return !/^[45]\d\d$/.test(bare) && !beforeCodes.test(before);
}
