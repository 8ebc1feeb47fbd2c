import { useExplorer } from '../state/explorer.ts';
import { Slicer } from './slicer.tsx';

/** Every column to slice by: the five that are asked for most, then the raw codes. */
export function Slicers() {
  const { lake, source, state } = useExplorer();
  const main = lake.columns.filter((column) => column.main);
  const codes = lake.columns.filter((column) => !column.main);
  const { where } = state.value;
  const choosesCode = codes.some(({ name }) => where.some(({ column }) => column === name));
  return (
    <div class="slicers">
      <h2 id="slicers-title">Slice by</h2>
      {source.report && <p class="muted">A report shows what it was made of; slice in the explorer.</p>}
      {main.map((column, index) => (
        <Slicer key={column.name} column={column} open={index < openAtFirst} />
      ))}
      <details class="codes" open={choosesCode}>
        <summary>More codes</summary>
        {codes.map((column) => (
          <Slicer key={column.name} column={column} open={false} />
        ))}
      </details>
    </div>
  );
}

const openAtFirst = 3;
