import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** An element's inner width in CSS pixels, also after it changes; 0 before it is laid out. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  const [measured, setMeasured] = useState<HTMLElement | null>(null);
  // An element may appear later than its component, and go.
  useLayoutEffect(() => setMeasured(element.current));
  useLayoutEffect(() => {
    if (measured === null) return;
    const measure = () => setWidth(measured.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [measured]);
  return width;
}
