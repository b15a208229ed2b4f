import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { compare } from "../cli/tenants/compare.ts";
import { resolveCommit } from "../cli/tenants/git.ts";
import { noHistory } from "../cli/tenants/history.ts";
import { tenantsAtBoth } from "../cli/tenants/tenants-at.ts";
import { checkTenants } from "../config/tenants.ts";
import { paramsOf } from "../config/workflow-params.ts";
import { workflows } from "../workflows/declarations.ts";

const params = paramsOf(workflows);
const files = 10_000;
/** Every tenth file is changed. */
const changed = files / 10;

/** Time to check 10,000 tenants' files, divided by the time to parse them. Then the time of a diff, divided by the check's. */
export async function tenants() {
  const root = mkdtempSync(join(tmpdir(), "batchline-bench-"));
  const dir = join(root, "tenants");
  try {
    mkdirSync(dir);
    const sample = readFileSync(join(import.meta.dirname, "../tenants/acme-outdoor.yaml"), "utf8");
    const write = (from: number, text: string) => {
      for (let i = from; i < files; i += files / changed) {
        writeFileSync(join(dir, `shop-${i}.yaml`), text.replaceAll("acme-outdoor", `shop-${i}`));
      }
    };
    for (let i = 0; i < files / changed; i++) write(i, sample);
    const author = "-c user.name=bench -c user.email=bench@batchline.example";
    for (const command of ["init --quiet", "add --all", `${author} commit --quiet -m all`])
      execFileSync("git", command.split(" "), { cwd: root, stdio: "pipe" });
    write(0, sample.replace("chunks: 4", "chunks: 8"));

    const parsing = await seconds(() => {
      for (const name of readdirSync(dir)) parse(readFileSync(join(dir, name), "utf8"));
    });
    const checking = await seconds(() => checkTenants(dir, params));
    const comparing = await seconds(async () => {
      const commit = resolveCommit(root, "HEAD", false);
      const { before, after } = tenantsAtBoth(root, commit, "HEAD", checkTenants(dir, params), params);
      const { changes } = await compare(before, after, workflows, noHistory);
      if (changes.length !== changed) throw new Error(`${changes.length} of ${changed} changes were found`);
    });
    return {
      files,
      checkSeconds: checking,
      checkOverParsing: checking / parsing,
      diffSeconds: comparing,
      diffOverCheck: comparing / checking,
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function seconds(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
