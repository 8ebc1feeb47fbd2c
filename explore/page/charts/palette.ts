/** Colours by their part in a chart; their values stand in the style sheet, for light and for dark. */
const chartColours = [
  'now',
  'before',
  'bonus',
  'good',
  'bad',
  'grid',
  'ink',
  'tip',
  'surface',
  'chosen',
] as const;
export type ChartColour = (typeof chartColours)[number];
export type Palette = Readonly<Record<ChartColour, string>>;

/** The colours as they are now at an element: a custom property itself would not tell light from dark. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (name: ChartColour) => {
    probe.style.color = `var(--chart-${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(chartColours.map((name) => [name, read(name)]));
  probe.remove();
  return palette as Record<ChartColour, string>;
}
