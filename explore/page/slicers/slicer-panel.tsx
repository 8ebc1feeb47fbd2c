import { useEffect, useState } from 'preact/hooks';
import { useExplorer } from '../state/explorer.ts';
import { Slicers } from './slicers.tsx';

/** The slicers: beside the answers, or on a phone folded away above them. */
export function SlicerPanel() {
  const { state } = useExplorer();
  const narrow = useNarrow();
  const { length } = state.value.where;
  if (!narrow) {
    return (
      <aside aria-labelledby="slicers-title" class="side">
        <Slicers />
      </aside>
    );
  }
  return (
    <aside aria-label="Slicers" class="drawer">
      <details>
        <summary>Slice{length > 0 ? ` (${length} chosen)` : ''}</summary>
        <Slicers />
      </details>
    </aside>
  );
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const follow = () => setNarrow(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return narrow;
}

const query = matchMedia('(max-width: 60rem)');
