// node .github/scripts/comment-on-pull-request.ts <report>
//
// Writes the report of a finished run into our one comment of the pull request. It runs with a token that may write, from the
// default branch, without node_modules. A fork may have written the report, so it is only ever text. The event in
// GITHUB_EVENT_PATH says which pull request it belongs to.
import { lstatSync, readFileSync } from "node:fs";
import { commentBody, marker } from "./comment-body.ts";
import { type FinishedRun, fieldOf, finishedRun, objectAt } from "./finished-run.ts";
import { GitHubApi } from "./github-api.ts";

/** More than any honest report has. Later it is cut to a comment's size. */
const maxBytes = 1024 * 1024;
/** GitHub's name for the author of a comment that a workflow's token wrote. */
const bot = "github-actions[bot]";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("give the report's file");
const run = finishedRun(JSON.parse(readFileSync(variable("GITHUB_EVENT_PATH"), "utf8")));
const api = new GitHubApi({ url: variable("GITHUB_API_URL"), token: variable("GITHUB_TOKEN") });

const pullRequest = run && (await pullRequestOf(run));
if (run === undefined || pullRequest === undefined) {
  console.log(
    "::notice title=No comment::The pull request was closed, does not go into the default branch, or has a newer commit.",
  );
} else {
  const body = commentBody({ ...run, report: report(file), trusted: !run.fork });
  const issues = `repos/${run.repository}/issues`;
  const earlier = await ourComment(`${issues}/${pullRequest}/comments`);
  if (earlier === undefined) await api.send("POST", `${issues}/${pullRequest}/comments`, {}, { body });
  else await api.send("PATCH", `${issues}/comments/${earlier}`, {}, { body });
  console.log(`${earlier === undefined ? "wrote" : "updated"} the comment of pull request ${pullRequest}`);
}

/** The number of the open pull request whose newest commit was checked. The event lacks it for forks. One head and one
 * base have at most one open pull request. */
async function pullRequestOf(checked: FinishedRun): Promise<number | undefined> {
  const head = `${checked.headOwner}:${checked.headBranch}`;
  const query = { state: "open", base: checked.defaultBranch, head };
  for await (const pull of api.list(`repos/${checked.repository}/pulls`, query)) {
    const number = fieldOf(pull, "number");
    if (fieldOf(objectAt(pull, "head"), "sha") === checked.commit && typeof number === "number")
      return number;
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

/** Undefined if there is no such file. A link is not followed: it could name a file of this machine. */
function report(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? readFileSync(path).subarray(0, maxBytes).toString("utf8") : undefined;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`the environment variable ${name} is not set`);
  return value;
}
