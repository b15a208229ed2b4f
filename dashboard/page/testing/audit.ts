import { contrast } from "./contrast.ts";

/** Rules for pages that keyboards and screen readers can use. It runs in the browser and reports each violation in a line. */

const interactive = "a[href], button, input, select, textarea, summary, [tabindex]";
const ofText = new Set(["button", "a", "summary"]);

/** Reports what breaks WCAG 2.2 AA, as far as a program can see it. */
export function auditPage(): string[] {
  return [
    ...names(),
    ...references(),
    ...headings(),
    ...landmarks(),
    ...tables(),
    ...scrollers(),
    ...contrasts(),
  ];
}

const isSeen = (element: Element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
  element.closest('[aria-hidden="true"]') === null;

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(isSeen);

const shown = (element: Element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);

/** Everything that has the focus has a name, and takes it in the order of the page. */
function names(): string[] {
  return all(interactive).flatMap((element) => [
    ...(nameOf(element) === "" && element.getAttribute("tabindex") !== "-1"
      ? [`no name: ${shown(element)}`]
      : []),
    ...(element.tabIndex > 0 ? [`changes the order of Tab: ${shown(element)}`] : []),
  ]);
}

function nameOf(element: HTMLElement): string {
  const labelled = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const texts = [
    element.getAttribute("aria-label"),
    ...labelled.map((id) => document.getElementById(id)?.textContent),
    ofText.has(element.localName) ? element.textContent : undefined,
    "labels" in element ? (element as HTMLInputElement).labels?.[0]?.textContent : undefined,
  ];
  return texts.find((text) => text?.trim())?.trim() ?? "";
}

/** Ids are unique, and what refers to one finds it. */
function references(): string[] {
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const attributes = ["aria-labelledby", "aria-describedby", "aria-activedescendant", "aria-controls", "for"];
  const lost = attributes.flatMap((attribute) =>
    [...document.querySelectorAll(`[${attribute}]`)].flatMap((element) =>
      (element.getAttribute(attribute) ?? "")
        .split(" ")
        .filter((id) => document.getElementById(id) === null)
        .map((id) => `${attribute} of ${shown(element)} finds no ${id}`),
    ),
  );
  return [...twice.map((id) => `id ${id} is there twice`), ...lost];
}

function headings(): string[] {
  const levels = all("h1, h2, h3, h4").map((heading) => Number(heading.localName[1]));
  const first = document.querySelectorAll("h1").length;
  const jumps = levels.filter((level, at) => at > 0 && level > levels[at - 1]! + 1).length;
  return [
    ...(first === 1 ? [] : [`${first} headings of level 1`]),
    ...(jumps === 0 ? [] : [`${jumps} headings leave out a level`]),
  ];
}

function landmarks(): string[] {
  return [
    ...(document.documentElement.lang === "" ? ["the document has no language"] : []),
    ...(document.title === "" ? ["the document has no title"] : []),
    ...(all("main").length === 1 ? [] : ["there is not one main"]),
    ...(document.querySelector('meta[name="viewport"]') === null ? ["no viewport"] : []),
  ];
}

function tables(): string[] {
  return all("table").flatMap((table) => [
    ...(table.querySelector("thead th") === null ? [`no head: ${shown(table)}`] : []),
    ...[...table.querySelectorAll("th:not([scope])")].map((th) => `th without scope: ${shown(th)}`),
  ]);
}

/** What scrolls can be scrolled with keys: it or something in it takes the focus. */
function scrollers(): string[] {
  return all("main *, aside")
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflow))
    .filter(
      (element) =>
        element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1,
    )
    .filter((element) => element.tabIndex < 0 && !element.hasAttribute("tabindex"))
    .filter(
      (element) => element.querySelector(interactive) === null && element.closest("[tabindex]") === null,
    )
    .map((element) => `scrolls only by mouse: ${shown(element)}`);
}

/** Text has a contrast of at least 4.5, large text of 3. */
function contrasts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set<string>();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.textContent?.trim() || !isSeen(element)) continue;
    if (element.closest("[disabled], .for-readers, .skip, svg") !== null) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(channels(style.color), channels(backgroundOf(element)));
    if (ratio < (isLarge ? 3 : 4.5)) found.add(`contrast ${ratio.toFixed(2)}: ${shown(element)}`);
  }
  return [...found];
}

function backgroundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (channels(colour)[3] !== 0) return colour;
  }
  return "rgb(255, 255, 255)";
}

/** Red, green, blue up to 255, and alpha, of any CSS colour: the browser paints it. */
function channels(colour: string): readonly number[] {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!, alpha!];
}
