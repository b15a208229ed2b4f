import { useEffect, useRef, useState } from "preact/hooks";
import type { ActionAnswer } from "../../view.ts";
import { html } from "../html.ts";

export interface ActionDialogProps {
  readonly title: string;
  /** What the action will do, in a sentence. */
  readonly will: string;
  /** The words of the button that does it. */
  readonly verb: string;
  /** Tenants to choose from; with fewer than two there is no choice. */
  readonly tenants: readonly string[];
  /** `tenants` is undefined if all are chosen. */
  readonly act: (tenants: readonly string[] | undefined) => Promise<ActionAnswer>;
  readonly onDone: (what: string) => void;
  readonly close: () => void;
}

/** Says what an action will do, and does it when the user agrees. */
export function ActionDialog({ title, will, verb, tenants, act, onDone, close }: ActionDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<{ busy?: true; problem?: string }>({});
  useEffect(() => dialog.current?.showModal(), []);
  const chosen = tenants.filter((tenant) => !left.has(tenant));
  const toggle = (tenant: string) => {
    const next = new Set(left);
    if (!next.delete(tenant)) next.add(tenant);
    setLeft(next);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    setState({ busy: true });
    try {
      const { done } = await act(left.size === 0 ? undefined : chosen);
      onDone(done);
      close();
    } catch (cause) {
      setState({ problem: cause instanceof Error ? cause.message : String(cause) });
    }
  };
  const isNobody = tenants.length > 0 && chosen.length === 0;
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="dialog-title" onClose=${close}>
    <form onSubmit=${submit}>
      <h2 id="dialog-title">${title}</h2>
      <p>${will}</p>
      ${
        tenants.length > 1 &&
        html`<fieldset>
        <legend>Tenants</legend>
        ${tenants.map(
          (tenant) => html`<label key=${tenant}>
            <input type="checkbox" checked=${!left.has(tenant)} onChange=${() => toggle(tenant)} /> ${tenant}
          </label>`,
        )}
      </fieldset>`
      }
      ${state.problem !== undefined && html`<p class="trouble" role="alert">${state.problem}</p>`}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick=${close}>Cancel</button>
        <button type="submit" class="button first" disabled=${state.busy === true || isNobody}>${verb}</button>
      </div>
    </form>
  </dialog>`;
}
