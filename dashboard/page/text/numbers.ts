const whole = new Intl.NumberFormat("en-US");

/** A whole number with separators. @example count(10_000) // "10,000" */
export const count = (value: number) => whole.format(value);

/** A number with its noun. @example counted(1, "chunk") // "1 chunk" */
export const counted = (value: number, noun: string, plural = `${noun}s`) =>
  `${count(value)} ${value === 1 ? noun : plural}`;

/** An amount in US dollars. @example dollars(0.004) // "< $0.01" */
export const dollars = (usd: number) => (usd > 0 && usd < 0.01 ? "< $0.01" : `$${usd.toFixed(2)}`);

/** MiB for people. @example memory(2048) // "2,048 MiB" */
export const memory = (mib: number) => `${count(Math.round(mib))} MiB`;
