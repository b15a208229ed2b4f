// node .github/scripts/comment-on-pull-request.ts <report>
//
// Writes the report of a finished run into the one comment that a pull request has of us. Runs with a token that may write,
// from the default branch, without node_modules. The report is hostile: forks wrote it. So it is only ever text, and which pull
// request it belongs to comes from the event in GITHUB_EVENT_PATH.
import { lstatSync, readFileSync } from "node:fs";
import { commentBody, marker } from "./comment-body.ts";
import { type FinishedRun, fieldOf, finishedRun, objectAt } from "./finished-run.ts";
import { GitHubApi } from "./github-api.ts";

/** More than any honest report; it is cut to a comment's size later. */
const mostBytes = 1024 * 1024;
/** Whom GitHub names as the author of what is written with a workflow's token. */
const bot = "github-actions[bot]";

const [file = ""] = process.argv.slice(2);
const run = finishedRun(JSON.parse(readFileSync(variable("GITHUB_EVENT_PATH"), "utf8")));
const api = new GitHubApi({ url: variable("GITHUB_API_URL"), token: variable("GITHUB_TOKEN") });

const pullRequest = run && (await pullRequestOf(run));
if (run === undefined || pullRequest === undefined) {
  console.log(
    "::notice title=No comment::The pull request was closed, does not go into the default branch, or has a newer commit.",
  );
} else {
  const { fork, ...facts } = run;
  const body = commentBody({ ...facts, report: report(file), trusted: !fork, runUrl: run.url });
  const issues = `repos/${run.repository}/issues`;
  const earlier = await ourComment(`${issues}/${pullRequest}/comments`);
  if (earlier === undefined) await api.post(`${issues}/${pullRequest}/comments`, { body });
  else await api.patch(`${issues}/comments/${earlier}`, { body });
  console.log(`${earlier === undefined ? "wrote" : "updated"} the comment of pull request ${pullRequest}`);
}

/**
 * The number of the open pull request whose newest commit is the one that was checked. The event does not tell it for forks.
 * One head and one base have at most one open pull request.
 */
async function pullRequestOf({
  repository,
  defaultBranch,
  headOwner,
  headBranch,
  commit,
}: FinishedRun): Promise<number | undefined> {
  const query = { state: "open", base: defaultBranch, head: `${headOwner}:${headBranch}` };
  for await (const pull of api.list(`repos/${repository}/pulls`, query)) {
    const number = fieldOf(pull, "number");
    if (fieldOf(objectAt(pull, "head"), "sha") === commit && typeof number === "number") return number;
  }
  return undefined;
}

async function ourComment(path: string): Promise<number | undefined> {
  for await (const comment of api.list(path)) {
    const [id, body] = [fieldOf(comment, "id"), fieldOf(comment, "body")];
    const ours = fieldOf(fieldOf(comment, "user"), "login") === bot;
    if (ours && typeof body === "string" && body.startsWith(marker) && typeof id === "number") return id;
  }
  return undefined;
}

/** Undefined where there is none. A link is not followed: it could name a file of this machine. */
function report(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) return undefined;
  return readFileSync(path).subarray(0, mostBytes).toString("utf8");
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`the environment variable ${name} is not set`);
  return value;
}
