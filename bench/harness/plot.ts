import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

export type Spec = TopLevelSpec;

/** Draws a Vega-Lite plot as SVG: the same text for the same figures. */
export async function toSvg(spec: Spec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
