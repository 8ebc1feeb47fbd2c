import { useRef, useState } from 'preact/hooks';

/** The SQL of an answer, to be read and copied. */
export function SqlText({ title, sql }: { readonly title: string; readonly sql: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(sql);
      setSaid('Copied');
    } catch {
      // A file or an older browser may not write to the clipboard: what is selected can be copied by hand.
      if (code.current) getSelection()?.selectAllChildren(code.current);
      setSaid('Selected: copy it with Ctrl+C');
    }
  }

  return (
    <div class="sql">
      <p>
        <button type="button" class="quiet" onClick={copy}>
          Copy<span class="unseen"> the SQL of {title}</span>
        </button>{' '}
        <span role="status">{said}</span>
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
