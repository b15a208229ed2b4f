import { canMeasure, startEmbedded, startMoto } from "./measured-server.ts";
import { measure } from "./requests.ts";

/**
 * What a request costs the embedded AWS, beside moto on the same machine. The server's CPU counts: clients and other work have no
 * influence on it. Needs /proc.
 */
export async function requests() {
  if (!canMeasure) return "needs /proc";
  await using embedded = await startEmbedded();
  const { cpuMs, longestTurnMs } = await measure(embedded, "embedded");
  await using moto = await startMoto();
  const motoOverEmbedded =
    moto === undefined
      ? "not installed: pip install 'moto[server]', or name a Python in PYTHON"
      : ratios((await measure(moto, "moto")).cpuMs, cpuMs);
  return { cpuMs, longestTurnMs, motoOverEmbedded };
}

type Figures = Readonly<Record<string, number>>;

function ratios(above: Figures, below: Figures): Figures {
  return Object.fromEntries(
    Object.entries(above).map(([name, value]) => [name, value / (below[name] ?? Number.NaN)]),
  );
}
