import type { Answer, PageState } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';
import { toCsv } from './to-csv.ts';

/** All rows as files; a report makes CSV of the rows it holds. */
export function Downloads({ answer, state }: { readonly answer: Answer; readonly state: PageState }) {
  const { source } = useExplorer();
  const { name, title } = answer;
  const { fileAddress } = source;
  if (!fileAddress) {
    return (
      <button type="button" class="quiet" onClick={() => save(`${name}.csv`, toCsv(answer))}>
        CSV<span class="unseen"> of {title}</span>
      </button>
    );
  }
  return (
    <>
      <a class="quiet" href={fileAddress(name, 'csv', state)} download={`${name}.csv`}>
        CSV<span class="unseen"> of {title}</span>
      </a>
      <a class="quiet" href={fileAddress(name, 'parquet', state)} download={`${name}.parquet`}>
        Parquet<span class="unseen"> of {title}</span>
      </a>
    </>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
