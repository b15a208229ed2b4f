import { useEffect, useRef, useState } from "preact/hooks";
import type { PageView } from "../view.ts";
import { html } from "./html.ts";
import { MailPage } from "./mail/mail-page.ts";
import { hashOf, type Route, routeOf } from "./route.ts";
import { RunPage } from "./run/run-page.ts";
import { RunsPage } from "./runs/runs-page.ts";
import { ThemeButton } from "./shell/theme.ts";
import { type Live, useLive } from "./shell/use-live.ts";
import type { Source } from "./source/source.ts";
import { dayAndTime, timeOfDay } from "./text/times.ts";

/** The whole page: the bar at the top, and the view of the address. */
export function App({
  source,
  page,
  start,
  writtenAt,
}: {
  readonly source: Source;
  readonly page: PageView;
  readonly start: Route;
  /** Of a report. */
  readonly writtenAt?: string | undefined;
}) {
  const [route, setRoute] = useState(() => (location.hash === "" ? start : routeOf(location.hash)));
  const run = route.at === "run" ? { workflow: route.workflow, runId: route.runId } : undefined;
  const live = useLive(source, run);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const update = () => setRoute(location.hash === "" ? start : routeOf(location.hash));
    addEventListener("hashchange", update);
    // The address may have changed between the first frame and this effect.
    update();
    return () => removeEventListener("hashchange", update);
  }, [start]);
  const place = run === undefined ? route.at : `${run.workflow} ${run.runId}`;
  useEffect(() => {
    document.title =
      run === undefined ? `${titles[route.at]} · ${page.stack}` : `${run.workflow} · ${page.stack}`;
    scrollTo(0, 0);
  }, [place]);
  return html`
    <a class="skip" href="#main" onClick=${(event: Event) => {
      event.preventDefault();
      main.current?.focus();
    }}>Skip to content</a>
    <${Top} page=${page} route=${route} live=${live} writtenAt=${writtenAt} />
    <main id="main" tabindex="-1" ref=${main}>
      ${
        live.away !== undefined &&
        html`<p class="trouble" role="alert">
        ${live.away.since === undefined ? "What you see may be old." : `What you see is from ${timeOfDay(live.away.since)}.`} ${live.away.reason}
      </p>`
      }
      ${route.at === "runs" && html`<${RunsPage} source=${source} page=${page} version=${live.versions.runs} />`}
      ${route.at === "mail" && html`<${MailPage} source=${source} version=${live.versions.mail} />`}
      ${
        run !== undefined &&
        route.at === "run" &&
        html`<${RunPage}
          key=${place}
          source=${source}
          run=${run}
          version=${live.versions.run}
          isReport=${page.isReport}
          chosen=${route.chunk}
        />`
      }
    </main>`;
}

const titles: Readonly<Record<Route["at"], string>> = { runs: "Runs", mail: "Mailbox", run: "Run" };

function Top({
  page,
  route,
  live,
  writtenAt,
}: {
  readonly page: PageView;
  readonly route: Route;
  readonly live: Live;
  readonly writtenAt: string | undefined;
}) {
  const link = (to: Route, isHere: boolean, text: string) =>
    html`<a href=${hashOf(to)} aria-current=${isHere ? "page" : undefined}>${text}</a>`;
  return html`<header class="top">
    <span class="name">Batchline</span>
    <span class="where">${page.stack} · ${page.region}</span>
    <nav aria-label="Pages">
      ${!page.isReport && link({ at: "runs" }, route.at !== "mail", "Runs")}
      ${page.hasMailbox && link({ at: "mail" }, route.at === "mail", "Mailbox")}
    </nav>
    <span class="spread"></span>
    ${
      page.isReport
        ? html`<span class="live">Report${writtenAt !== undefined && html` of <time datetime=${writtenAt}>${dayAndTime(writtenAt)}</time>`}</span>`
        : html`<span class=${live.away === undefined ? "live" : "live away"} role="status">
          <i aria-hidden="true"></i><span>${live.away === undefined ? "Live" : "Not live"}</span>
        </span>`
    }
    <${ThemeButton} />
  </header>`;
}
