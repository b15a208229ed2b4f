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

/** Each start of a stage, and what its container had and used. */
export const Tries = ({ tries, readAt }: { readonly tries: readonly StageTry[]; readonly readAt: string }) =>
  html`<h3>${tries.length === 1 ? "Its try" : "Its tries"}</h3>
    <ol class="tries">
      ${tries.map((one, at) => html`<${Try} key=${one.attempt} one=${one} number=${at + 1} readAt=${readAt} />`)}
    </ol>`;

function Try({
  one,
  number,
  readAt,
}: {
  readonly one: StageTry;
  readonly number: number;
  readonly readAt: string;
}) {
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
    ${one.reason !== undefined && html`<p>${one.reason}</p>`}
    <${Use} one=${one} took=${took} />
  </li>`;
}

/** The memory and CPU time that it used, as a share of its limits: a bar and numbers. */
function Use({ one, took }: { readonly one: StageTry; readonly took: number }) {
  const { peakMiB, memoryMiB, cpuSeconds, vcpus } = one;
  const cpuLimit = vcpus === undefined ? undefined : (vcpus * took) / 1000;
  return html`<div class="uses">
    ${peakMiB !== undefined && html`<div><${Meter} share=${memoryMiB === undefined ? 0 : peakMiB / memoryMiB} /><span>${memory(peakMiB)}${memoryMiB !== undefined && ` of ${memory(memoryMiB)}`}</span></div>`}
    ${cpuSeconds !== undefined && html`<div><${Meter} share=${cpuLimit === undefined || cpuLimit === 0 ? 0 : cpuSeconds / cpuLimit} /><span>${cpuSeconds.toFixed(1)} CPU s${vcpus !== undefined && ` on ${vcpus} vCPU${vcpus === 1 ? "" : "s"}`}</span></div>`}
  </div>`;
}

const Meter = ({ share }: { readonly share: number }) =>
  html`<i class=${share > 0.9 ? "meter full" : "meter"} aria-hidden="true"><i style=${{ width: `${Math.min(100, share * 100)}%` }}></i></i>`;
