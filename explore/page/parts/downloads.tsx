import { useRef, useState } from 'preact/hooks';
import type { DownloadFormat, PageState, QueryResult } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';
import { toCsv } from './to-csv.ts';

/** What the files are called; `excel.csv` is CSV in which no text can run as a formula. */
const labels: Readonly<Record<DownloadFormat, string>> = {
  csv: 'CSV',
  'excel.csv': 'Excel',
  parquet: 'Parquet',
};

/** All rows as files; a report makes CSV of the rows it holds. */
export function Downloads({ result, state }: { readonly result: QueryResult; readonly state: PageState }) {
  const { source } = useExplorer();
  const { name, title } = result;
  const { fileAddress } = source;
  if (!fileAddress) {
    return (
      <>
        {(['csv', 'excel.csv'] as const).map((format) => (
          <button
            key={format}
            type="button"
            class="quiet"
            onClick={() => save(`${name}.${format}`, toCsv(result, format === 'excel.csv'))}
          >
            {labels[format]}
            <span class="unseen"> of {title}</span>
          </button>
        ))}
      </>
    );
  }
  return (
    <>
      {(['csv', 'excel.csv', 'parquet'] as const).map((format) => (
        <a key={format} class="quiet" href={fileAddress(name, format, state)} download={`${name}.${format}`}>
          {labels[format]}
          <span class="unseen"> of {title}</span>
        </a>
      ))}
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

/** The SQL of a query, to read and to copy. */
export function SqlText({ title, sql }: { readonly title: string; readonly sql: string }) {
  const code = useRef<HTMLElement>(null);
  const [copyStatus, setCopyStatus] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(sql);
      setCopyStatus('Copied');
    } catch {
      // A file or an older browser may not write to the clipboard: what is selected can be copied by hand.
      if (code.current) getSelection()?.selectAllChildren(code.current);
      setCopyStatus('Selected: copy it with Ctrl+C');
    }
  }

  return (
    <div class="sql">
      <p>
        <button type="button" class="quiet" onClick={copy}>
          Copy<span class="unseen"> the SQL of {title}</span>
        </button>{' '}
        <span role="status">{copyStatus}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <section class="text" tabIndex={0} aria-label={`SQL of ${title}`}>
        <pre>
          <code ref={code}>{sql}</code>
        </pre>
      </section>
    </div>
  );
}
