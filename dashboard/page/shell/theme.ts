import { useState } from "preact/hooks";
import { html } from "../html.ts";
import { themeChanged } from "./use-colours.ts";

const themes = ["system", "light", "dark"] as const;
const key = "batchline-theme";

/** A file's page may have no storage; then the choice lasts as long as the page. */
function stored(): (typeof themes)[number] {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? "system";
  } catch {
    return "system";
  }
}

function apply(theme: (typeof themes)[number]): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

apply(stored());

/** Chooses between the system's theme, light and dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState(stored);
  const onClick = () => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    apply(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // Without storage the next page follows the system again.
    }
    setTheme(next);
    document.dispatchEvent(new Event(themeChanged));
  };
  return html`<button type="button" class="plain theme" onClick=${onClick}>
    <span class="for-readers">Theme: </span>${theme === "system" ? "Auto" : theme === "light" ? "Light" : "Dark"}
  </button>`;
}
