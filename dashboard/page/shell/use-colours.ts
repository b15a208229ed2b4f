import { useEffect, useState } from "preact/hooks";

/** A colour of tokens.css for the present theme, as canvases need it. */
export type Colours = (token: string) => string;

/** The event after which everybody draws again: the user has changed the theme. */
export const themeChanged = "themechanged";

/** The theme's colours; a component that draws with them renders again when the theme changes. */
export function useColours(): Colours {
  const [colours, setColours] = useState<Colours>(readColours);
  useEffect(() => {
    const update = () => setColours(readColours);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", update);
    document.addEventListener(themeChanged, update);
    return () => {
      scheme.removeEventListener("change", update);
      document.removeEventListener(themeChanged, update);
    };
  }, []);
  return colours;
}

/** A custom property's own value is `light-dark(…)`; only a used colour is resolved. */
function readColours(): Colours {
  const known = new Map<string, string>();
  return (token) => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(--${token})`;
    const colour = getComputedStyle(probe).color;
    probe.remove();
    known.set(token, colour);
    return colour;
  };
}
