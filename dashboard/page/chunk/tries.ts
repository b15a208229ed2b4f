import type { StageTry } from "../../../contract/records.ts";
import { html } from "../html.ts";
import type { Mark } from "../status/status.ts";
import { StatusWord } from "../status/status-mark.ts";
import { between, duration } from "../text/durations.ts";
import { memory } from "../text/numbers.ts";
import { timeOfDay } from "../text/times.ts";

const outcomes: Readonly<
  Record<NonNullable<StageTry["outcome"]>, { readonly words: string; readonly mark: Mark }>
> = {
  SUCCEEDED: { words: "succeeded", mark: "succeeded" },
  FAILED: { words: "failed", mark: "failed" },
  INTERRUPTED: { words: "interrupted", mark: "interrupted" },
  RECLAIMED: { words: "reclaimed by AWS", mark: "interrupted" },
  OUT_OF_MEMORY: { words: "out of memory", mark: "failed" },
  TIMED_OUT: { words: "timed out", mark: "failed" },
  KILLED: { words: "killed", mark: "failed" },
  NEVER_STARTED: { words: "never started", mark: "failed" },
};

interface TriesProps {
  readonly tries: readonly StageTry[];
  /** The stage's; a try's own reason is left out if it is the same. */
  readonly cause: string | undefined;
  readonly readAt: string;
}

/** Each start of a stage, and what its container had and used. */
export const Tries = ({ tries, cause, readAt }: TriesProps) =>
  html`<h3>${tries.length === 1 ? "Its try" : "Its tries"}</h3>
    <ol class="tries">
      ${tries.map((one, at) => html`<${Try} key=${one.attempt} ...${{ one, cause, readAt }} number=${at + 1} />`)}
    </ol>`;

interface TryProps extends Omit<TriesProps, "tries"> {
  readonly one: StageTry;
  readonly number: number;
}

function Try({ one, number, cause, readAt }: TryProps) {
  const { words, mark } =
    one.outcome === undefined ? { words: "running", mark: "running" as const } : outcomes[one.outcome];
  const took = between(one.startedAt, one.endedAt ?? readAt);
  return html`<li>
    <div class="try-line">
      <span class="faint">${number}</span>
      <${StatusWord} mark=${mark} words=${words} />
      <span class="soft">${timeOfDay(one.startedAt)}, ${duration(took)}</span>
      ${one.exitCode !== undefined && one.exitCode !== 0 && html`<span class="soft">exit code ${one.exitCode}</span>`}
      ${one.instanceType !== undefined && html`<span class="soft">${one.instanceType}${one.spot === undefined ? "" : one.spot ? " Spot" : " on demand"}</span>`}
    </div>
    ${one.reason !== undefined && one.reason !== cause && html`<p>${one.reason}</p>`}
    <${Use} one=${one} took=${took} />
  </li>`;
}

/** The memory and CPU time that it used, as a share of its limits: a bar and numbers. */
function Use({ one, took }: { readonly one: StageTry; readonly took: number }) {
  const { peakMiB, memoryMiB, cpuSeconds, vcpus } = one;
  const cpuLimit = vcpus === undefined ? undefined : (vcpus * took) / 1000;
  return html`<div class="uses">
    ${peakMiB !== undefined && html`<div><${Meter} share=${peakMiB / (memoryMiB ?? Number.POSITIVE_INFINITY)} full=${peakMiB > 0.9 * (memoryMiB ?? Number.POSITIVE_INFINITY)} /><span>${memory(peakMiB)}${memoryMiB !== undefined && ` of ${memory(memoryMiB)}`}</span></div>`}
    ${cpuSeconds !== undefined && html`<div><${Meter} share=${cpuLimit === undefined || cpuLimit === 0 ? 0 : cpuSeconds / cpuLimit} /><span>${cpuSeconds.toFixed(1)} CPU s${vcpus !== undefined && ` on ${vcpus} vCPU${vcpus === 1 ? "" : "s"}`}</span></div>`}
  </div>`;
}

const Meter = ({ share, full = false }: { readonly share: number; readonly full?: boolean }) =>
  html`<i class=${full ? "meter full" : "meter"} aria-hidden="true"><i style=${{ width: `${Math.min(100, share * 100)}%` }}></i></i>`;
