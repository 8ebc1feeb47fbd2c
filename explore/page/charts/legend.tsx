import type { Series } from './configuration.ts';

/** Says which colour is what. */
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
