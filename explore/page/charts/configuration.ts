import type { ActiveElement, ChartConfiguration, ChartDataset, ChartEvent, TooltipItem } from 'chart.js';

/** Colours by their part in a chart; the style sheet has their values, for light and for dark. */
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

/** The current colours at an element, which depend on its theme: a custom property holds light and dark unresolved. */
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

/** A row of bars, or a line, over the labels. */
export interface Series {
  readonly title: string;
  readonly colour: ChartColour;
  /** Lengths; NaN draws nothing. */
  readonly values: readonly number[];
  /** The exact text of each, for tooltips. */
  readonly texts: readonly string[];
  readonly as?: 'bar' | 'line';
  readonly dashed?: boolean;
}

/** What a chart draws, whatever library draws it. */
export interface ChartShape {
  readonly labels: readonly string[];
  /** The heads of tooltips, where they are longer than the labels. */
  readonly titles?: readonly string[];
  readonly series: readonly Series[];
  readonly lying?: boolean;
  readonly stacked?: boolean;
  /** Indexes of the chosen bars; where there are some, the others are paler. */
  readonly chosen?: ReadonlySet<number>;
  /** Characters of a label before it is cut. @default 20 */
  readonly longestLabel?: number;
}

/** The shape as a configuration of Chart.js: without animation, with the page's own fonts and colours. */
export function toConfiguration(
  shape: ChartShape,
  palette: Palette,
  pick: { current: ((index: number) => void) | undefined },
): ChartConfiguration<'bar' | 'line'> {
  const values = toValueAxis(shape, palette);
  const labels = toLabelAxis(shape, palette);
  return {
    type: 'bar',
    data: {
      labels: [...shape.labels],
      datasets: shape.series.map((series) => toDataset(series, shape, palette)),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: shape.lying ? 'y' : 'x',
      interaction: { mode: 'index', axis: shape.lying ? 'y' : 'x', intersect: false },
      scales: shape.lying ? { x: values, y: labels } : { x: labels, y: values },
      onClick: (_event: ChartEvent, [first]: ActiveElement[]) => {
        if (first) pick.current?.(first.index);
      },
      onHover: ({ native }: ChartEvent, found: ActiveElement[]) => {
        if (native?.target instanceof HTMLElement)
          native.target.style.cursor = pick.current && found.length > 0 ? 'pointer' : '';
      },
      plugins: {
        tooltip: {
          backgroundColor: palette.tip,
          titleColor: palette.surface,
          bodyColor: palette.surface,
          boxPadding: 4,
          callbacks: {
            title: ([item]: TooltipItem<'bar' | 'line'>[]) =>
              (item && (shape.titles ?? shape.labels)[item.dataIndex]) ?? '',
            label: ({ datasetIndex, dataIndex }: TooltipItem<'bar' | 'line'>) => {
              const series = shape.series[datasetIndex];
              return series ? ` ${series.title}: ${series.texts[dataIndex] ?? ''}` : '';
            },
          },
        },
      },
    },
  };
}

function toDataset(series: Series, shape: ChartShape, palette: Palette): ChartDataset<'bar' | 'line'> {
  const colour = palette[series.colour];
  const data = [...series.values];
  if (series.as === 'line') {
    return {
      type: 'line',
      data,
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      borderDash: series.dashed ? [4, 4] : [],
      pointRadius: data.length > 40 ? 0 : 2,
      pointHoverRadius: 4,
      tension: 0,
    };
  }
  const { chosen } = shape;
  return {
    type: 'bar',
    data,
    backgroundColor: chosen?.size
      ? data.map((_, index) => (chosen.has(index) ? palette.chosen : colour))
      : colour,
    borderRadius: shape.stacked ? 0 : 2,
    maxBarThickness: shape.lying ? 18 : 48,
    categoryPercentage: shape.lying ? 0.8 : 0.78,
    barPercentage: 0.95,
  };
}

function toValueAxis({ stacked }: ChartShape, palette: Palette) {
  return {
    beginAtZero: true,
    stacked: stacked ?? false,
    border: { display: false },
    grid: { color: palette.grid, drawTicks: false },
    ticks: {
      color: palette.ink,
      padding: 6,
      maxTicksLimit: 5,
      maxRotation: 0,
      callback: (value: string | number) => compact.format(Number(value)),
    },
  };
}

function toLabelAxis({ stacked, lying, labels, longestLabel = 20 }: ChartShape, palette: Palette) {
  return {
    stacked: stacked ?? false,
    border: { color: palette.grid },
    grid: { display: false },
    ticks: {
      color: palette.ink,
      padding: 4,
      maxRotation: 0,
      autoSkip: !lying,
      autoSkipPadding: 12,
      callback: (index: string | number) => cut(labels[Number(index)] ?? '', longestLabel),
    },
  };
}

function cut(label: string, longest: number): string {
  return label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
