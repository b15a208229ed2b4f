import type { Health, NoticeMode, Recipient, Told } from "../../contract/notices.ts";
import type { NotedTenant, RunNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import { operatorsText } from "../../workflow-kit/at-deploy/notices/operators-text.ts";
import type { EndedRun } from "./ended-run.ts";
import { type Change, healthOfItself, isNews, type News, newsFor } from "./news.ts";
import { tellContacts } from "./tell-contacts.ts";
import { messageOf, type Telling } from "./telling.ts";

/** Tells everyone what a run's end is to them. Returns what could not be sent; it does not keep the others from being told.
 * @example const problems = await tellAll(telling); */
export async function tellAll(telling: Telling): Promise<readonly Error[]> {
  const { sending, templates } = telling;
  const { publish, post } = sending;
  const text = (notice: RunNotice) => (templates.operators ?? operatorsText)(notice);
  return [
    ...(publish ? await tell("operators", telling, (notice) => publish(text(notice))) : []),
    ...(post ? await tell("webhook", telling, (notice) => post(notice, text(notice))) : []),
    ...(await tellContacts(telling)),
  ];
}

/** Tells one of those that read about all tenants. */
async function tell(
  recipient: Recipient,
  telling: Telling,
  send: (notice: RunNotice) => Promise<void>,
): Promise<Error[]> {
  const { ended, told, mode } = telling;
  const { run } = ended;
  const news = newsFor(recipient, ended, told.of);
  const isTold = told.of()?.[recipient]?.execution === run.execution;
  const isDue =
    mode === "every-run" ? !isTold && (news.tenants.size > 0 || news.itself !== undefined) : isNews(news);
  if (!isDue) return [];
  try {
    await send(noticeOf(telling, news));
  } catch (cause) {
    return [new Error(`${recipient}: ${messageOf(cause)}`, { cause })];
  }
  await told.remember(recipient, toldNow(ended, news, mode, told.of()?.[recipient]?.health));
  return [];
}

/** What the recipient knows from now on. Where nothing changed, what it knew stays. */
function toldNow(
  ended: EndedRun,
  { tenants, itself }: News,
  mode: NoticeMode,
  known: Health | undefined,
): Map<string | undefined, Told> {
  const { execution, endedAt } = ended.run;
  const isChange = (change: Change | undefined) => change === "broke" || change === "wellAgain";
  const health = (change: Change) => (change === "broke" || change === "stillBroken" ? "broken" : "well");
  const changed = [...tenants].filter(([, change]) => isChange(change));
  const now = new Map<string | undefined, Told>(
    changed.map(([tenant, change]) => [tenant, { health: health(change), execution, endedAt }]),
  );
  if (isChange(itself) || mode === "every-run") {
    const own = healthOfItself(ended) ?? known ?? "well";
    now.set(undefined, { health: own, execution, endedAt });
  }
  return now;
}

function noticeOf({ ended, stack, option, tenants: deployed, causesOf }: Telling, news: News): RunNotice {
  const { run, tenants } = ended;
  const { workflow, runId, startedAt, endedAt, status } = run;
  const named = (wanted: Change): NotedTenant[] =>
    [...news.tenants].flatMap(([id, change]) => {
      if (change !== wanted) return [];
      const { reason } = tenants.get(id) ?? {};
      const name = oneLine(deployed.get(id)?.name ?? id);
      return [{ id, name, ...(reason !== undefined && { reason: oneLine(reason) }) }];
    });
  const { itself } = news;
  const failing = status === "FAILED";
  return {
    ...{ stack, workflow, runId, startedAt, endedAt },
    status: status === "FAILED" ? "FAILED" : "SUCCEEDED",
    reason: oneLine(run.reason ?? ""),
    ...(itself !== undefined && itself !== "stillWell" && { itself }),
    ...{ broke: named("broke"), stillBroken: named("stillBroken"), wellAgain: named("wellAgain") },
    causes: causesOf().map((cause) => ({
      ...cause,
      sentence: oneLine(cause.sentence),
      ...(cause.help !== undefined && { help: oneLine(cause.help) }),
    })),
    commands: failing ? ["why", "rerun"].map((command) => `npx batchline ${command} ${runId} ${option}`) : [],
  };
}
