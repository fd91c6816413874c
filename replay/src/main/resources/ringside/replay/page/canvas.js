/** Fits a canvas to its place on the page, in the screen's own pixels, and clears it. Drawing is in pixels of the page. */
export function fitted(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const wide = Math.max(1, Math.round(width * ratio));
  const high = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** What is left of labels, in pixels: the gutter that the style sheet gives to timeline and lanes. */
export const gutter = () => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--gutter'), 10);

export const FONT = '11px ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif';

/** A text that is cut where it would not fit. */
export function clipped(context, text, x, y, width) {
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
  context.fillText(shown, x, y);
}
