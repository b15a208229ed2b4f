/**
 * WCAG's contrast ratio, 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 * @param one red, green and blue, up to 255 @param other likewise
 * @example contrast([0, 0, 0], [255, 255, 255]) // 21
 */
export function contrast(one: readonly number[], other: readonly number[]): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
