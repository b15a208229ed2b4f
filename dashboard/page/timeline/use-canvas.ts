import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Draws on a canvas of CSS `width` × `height` whenever `inputs` change, in CSS pixels, sharp on every screen. */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: { readonly width: number; readonly height: number },
  draw: (context: CanvasRenderingContext2D) => void,
  inputs: readonly unknown[],
): void {
  useLayoutEffect(() => {
    const surface = canvas.current;
    if (surface === null || width === 0) return;
    surface.width = width * devicePixelRatio;
    surface.height = height * devicePixelRatio;
    const context = surface.getContext("2d", { willReadFrequently: true })!;
    context.scale(devicePixelRatio, devicePixelRatio);
    draw(context);
  }, [width, height, ...inputs]);
}
