/**
 * A picture of device pixels. 30,000 cells take a few milliseconds here. As calls of a canvas they take a quarter of a second where no
 * graphics card helps.
 */
export class Pixels {
  readonly width: number;
  readonly height: number;
  readonly #image: ImageData;
  readonly #data: Uint32Array;

  /** @param width in device pixels @param height in device pixels */
  constructor(width: number, height: number) {
    this.#image = new ImageData(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
    this.width = this.#image.width;
    this.height = this.#image.height;
    this.#data = new Uint32Array(this.#image.data.buffer);
  }

  /** What a function draws, as a picture. */
  static drawn(
    width: number,
    height: number,
    draw: (context: OffscreenCanvasRenderingContext2D) => void,
  ): Pixels {
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
    draw(context);
    const pixels = new Pixels(width, height);
    pixels.#image.data.set(context.getImageData(0, 0, width, height).data);
    return pixels;
  }

  /** Fills a rectangle, as far as it is inside. */
  fill(x: number, y: number, width: number, height: number, colour: number): void {
    const left = Math.max(0, Math.round(x));
    const right = Math.min(this.width, Math.max(Math.round(x + width), Math.round(x) + 1));
    if (left >= right) return;
    const bottom = Math.min(this.height, Math.round(y + height));
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++) {
      this.#data.fill(colour, row * this.width + left, row * this.width + right);
    }
  }

  /** Copies another picture, as far as it is inside. */
  copy(picture: Pixels, x: number, y: number): void {
    const left = Math.round(x);
    const top = Math.round(y);
    const width = Math.min(picture.width, this.width - left);
    for (let row = Math.max(0, -top); row < picture.height && top + row < this.height; row++) {
      const from = row * picture.width;
      this.#data.set(picture.#data.subarray(from, from + width), (top + row) * this.width + left);
    }
  }

  /** Replaces what a canvas shows. */
  show(context: CanvasRenderingContext2D): void {
    context.putImageData(this.#image, 0, 0);
  }
}

/** A used colour as a number for `Pixels`. @param colour as getComputedStyle has it: `rgb(1, 2, 3)` */
export function packed(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
