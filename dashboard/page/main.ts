import { html, render } from "htm/preact";
import { addresses } from "../addresses.ts";
import type { PageView } from "../view.ts";

const answer = await fetch(addresses.page);
const page = (await answer.json()) as PageView;
render(html`<h1>Runs of stack ${page.stack}</h1>`, document.body);
