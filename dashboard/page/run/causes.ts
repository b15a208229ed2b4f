import type { Cause, FailedState, RunCauses } from "../../../contract/causes.ts";
import type { RunView } from "../../view.ts";
import { html } from "../html.ts";
import type { ChunkPlace } from "../route.ts";
import { Command } from "../shell/command.ts";
import { LogText } from "../shell/log-text.ts";
import { Section } from "../shell/section.ts";
import { useView } from "../shell/use-view.ts";
import type { RunName, Source } from "../source/source.ts";
import { counted } from "../text/numbers.ts";
import { sentence } from "../text/sentence.ts";

interface CausesProps {
  readonly source: Source;
  readonly run: RunName;
  readonly view: RunView;
  readonly open: (place: ChunkPlace) => void;
}

/** Why the run is as it is. Finding causes is dear, so they are asked for again when something failed, or a minute later. */
export function Causes({ source, run, view, open }: CausesProps) {
  const failed = view.tenants.reduce((sum, { chunksFailed }) => sum + chunksFailed, 0);
  const key = `${run.workflow}/${run.runId}/causes`;
  const version = `${view.run.status} ${failed} ${Math.floor(Date.parse(view.readAt) / 60_000)}`;
  const { view: found, problem } = useView(key, version, () => source.causes(run));
  if (problem !== undefined) return html`<p class="trouble" role="alert">${problem}</p>`;
  if (found === undefined || (found.causes.length === 0 && found.failedState === undefined)) return null;
  return html`<${Section} id="causes" title=${titleOf(found)} summary=${sentence(found.headline)}>
    <ol class="causes">
      ${found.causes.map((cause, at) => html`<${CauseItem} key=${cause.key} cause=${cause} view=${view} open=${open} isFirst=${at === 0} />`)}
      ${found.failedState !== undefined && html`<${FailedStateItem} failed=${found.failedState} />`}
    </ol>
    ${found.unknown.map((what) => html`<p key=${what} class="unknown faint">Not known: ${what}</p>`)}
  <//>`;
}

function titleOf({ status, causes }: RunCauses): string {
  if (status === "FAILED") return "Why it failed";
  if (status === "ABORTED") return "Why it was stopped";
  return titles[causes[0]?.effect ?? "failed"];
}

/** By the effect of the first cause, which is the worst. */
const titles: Readonly<Record<Cause["effect"], string>> = {
  failed: "What went wrong",
  holds: "What holds it up",
  overcome: "What was overcome",
};

const effects: Readonly<Record<Cause["effect"], string | undefined>> = {
  failed: undefined,
  holds: "Holds work",
  overcome: "Overcome",
};

/** How many tenants a cause names. */
const named = 4;

function CauseItem({
  cause,
  view,
  open,
  isFirst,
}: {
  readonly cause: Cause;
  readonly view: RunView;
  readonly open: (place: ChunkPlace) => void;
  readonly isFirst: boolean;
}) {
  const { effect, help, stage, where, command, chunks, tenants, example } = cause;
  const names = tenants.slice(0, named).join(", ");
  const more = tenants.length - named;
  const reason = example?.reason;
  return html`<li class=${`cause-${effect}`}>
    <div class="cause-extent">
      ${effects[effect] !== undefined && html`<span class="soft">${effects[effect]}</span>`}
      ${chunks > 0 && html`<b>${counted(chunks, "chunk")}</b>`}
      <span class="soft">${tenants.length === 0 ? "the whole run" : more > 0 ? `${names} and ${counted(more, "more", "more")}` : names}</span>
      ${stage !== undefined && html`<span class="soft">in ${stage}</span>`}
    </div>
    <div class="cause-body">
      <h3>${sentence(cause.sentence)}</h3>
      ${help !== undefined && html`<p>${sentence(help)}</p>`}
      ${reason !== undefined && !sentence(reason).includes(sentence(cause.sentence)) && html`<p class="soft">${reason}</p>`}
      ${where !== undefined && html`<p class="soft">Thrown at <code>${where}</code></p>`}
      ${
        example !== undefined &&
        html`<p class="soft">For example <button
          type="button"
          class="plain link"
          onClick=${() => open({ chunk: example.chunk, stage: Math.max(0, placeOf(view, example.stage)) })}
        >${example.tenant}, chunk ${example.chunk}</button></p>`
      }
      ${
        example?.logTail !== undefined &&
        example.logTail.length > 0 &&
        html`<details open=${isFirst}>
        <summary>Last log lines</summary>
        <pre class="log" tabindex="0" aria-label="Last log lines"><${LogText} lines=${example.logTail.map((line) => ({ line }))} /></pre>
      </details>`
      }
      ${command !== undefined && html`<${Command} command=${command} />`}
    </div>
  </li>`;
}

const placeOf = ({ stages }: RunView, name: string) => stages.findIndex(({ stage }) => stage === name);

const FailedStateItem = ({
  failed: { state, error, cause, input, logTail },
}: {
  readonly failed: FailedState;
}) =>
  html`<li class="cause-failed">
    <div class="cause-extent"><span class="soft">the state machine</span></div>
    <div class="cause-body">
      <h3>State ${state} failed with ${error}.</h3>
      <p class="soft">${cause}</p>
      ${
        logTail !== undefined &&
        html`<pre class="log" tabindex="0" aria-label=${`Log of state ${state}`}>${logTail.join("\n")}</pre>`
      }
      ${
        input !== undefined &&
        html`<details>
        <summary>Its input</summary>
        <pre class="log" tabindex="0" aria-label=${`Input of state ${state}`}>${input}</pre>
      </details>`
      }
    </div>
  </li>`;
