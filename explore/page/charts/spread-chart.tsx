import { Chart } from './chart.tsx';
import type { ChartShape } from './configuration.ts';

export interface SpreadChartProps {
  readonly shape: ChartShape;
  readonly label: string;
  readonly height?: number;
}

/** A chart of one series, summed up by its first dozen bars. */
export function SpreadChart({ shape, label, height = 200 }: SpreadChartProps) {
  const [series] = shape.series;
  const parts = (shape.titles ?? shape.labels).map((name, index) => `${name}: ${series?.texts[index]}`);
  return <Chart shape={shape} label={label} summary={`${parts.slice(0, 12).join('; ')}.`} height={height} />;
}
