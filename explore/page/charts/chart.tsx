import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Chart as ChartJs,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'preact/hooks';
import { colours } from '../state/theme.ts';
import { type ChartShape, readPalette, type Series, toConfiguration } from './configuration.ts';

ChartJs.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface ChartProps {
  readonly shape: ChartShape;
  /** The chart's name for a screen reader, which `summary` follows in one sentence. */
  readonly label: string;
  readonly summary: string;
  /** Called with the index of the bar that was clicked. */
  readonly onPick?: ((index: number) => void) | undefined;
  readonly height?: number;
}

/** A chart of a result. The table below it has the same values and can be used with the keyboard. */
export function Chart({ shape, label, summary, onPick, height = 220 }: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartJs | undefined>(undefined);
  const pick = useRef(onPick);
  pick.current = onPick;
  const drawn = colours.value;

  // `drawn` changes when the colours do that readPalette reads.
  useEffect(() => {
    if (!canvas.current?.parentElement) return;
    const palette = readPalette(canvas.current.parentElement);
    const configuration = toConfiguration(shape, palette, pick) as ChartConfiguration;
    if (chart.current && 'type' in configuration) {
      chart.current.data = configuration.data;
      chart.current.options = configuration.options ?? {};
      chart.current.update('none');
    } else {
      chart.current = new ChartJs(canvas.current, configuration);
    }
  }, [shape, drawn]);
  useEffect(() => () => chart.current?.destroy(), []);

  return (
    <div class="chart" style={{ height: `${height}px` }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${label}. ${summary}`}
        data-pickable={onPick ? '' : undefined}
      />
    </div>
  );
}

/** The names of the series beside their colours. */
export function Legend({ series }: { readonly series: readonly Pick<Series, 'title' | 'colour'>[] }) {
  return (
    <ul class="legend">
      {series.map(({ title, colour }) => (
        <li key={title}>
          <span class="swatch" data-colour={colour} />
          {title}
        </li>
      ))}
    </ul>
  );
}
