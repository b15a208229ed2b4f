import { moduleFile } from "@batchline/bundles";
import { must } from "@batchline/diagnostics";
import { graphStyle } from "@batchline/states/graph";
import { build } from "esbuild";

/** The page's program and style sheet, each one text. */
export interface PageBundle {
  /** An ES module. */
  readonly script: string;
  /** With the style of drawn state machines. */
  readonly style: string;
}

/** Bundles `page/` in memory, in some 100 ms, so that the page needs no build step. Throws esbuild's BuildFailure. */
export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [moduleFile(import.meta, "./page/main"), `${import.meta.dirname}/page/style.css`],
    bundle: true,
    write: false,
    outdir: "page",
    format: "esm",
    target: "es2024",
    minify: true,
    charset: "utf8",
    logLevel: "silent",
  });
  const text = (ending: string) =>
    must(
      outputFiles.find(({ path }) => path.endsWith(ending)),
      `the page has a ${ending}`,
    ).text;
  return { script: text(".js"), style: `${graphStyle}\n${text(".css")}` };
}

/** The page's document; `head` and `body` are HTML. */
export const pageDocument = ({ head, body }: { readonly head: string; readonly body: string }) =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Batchline</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript.</noscript>
${body}
</body>
</html>
`;
