import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { QueryName, QueryResult } from '../../contract.ts';
import { type UsedResult, useResult } from '../data/use-result.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { Downloads, SqlText } from './downloads.tsx';

export interface ResultCardProps {
  readonly name: QueryName;
  /** Takes the whole width of its section. */
  readonly wide?: boolean;
  /** Drawn where the result has rows. */
  readonly chart?: (result: QueryResult) => ComponentChildren;
  /** Key figures, above the chart. */
  readonly figures?: ComponentChildren;
  /** In the card's head, to the right. */
  readonly controls?: ComponentChildren;
  readonly table?: (result: QueryResult) => Partial<DataTableProps>;
  readonly tableIsOpen?: boolean;
  /** The text shown where the result has no rows. */
  readonly empty?: string;
  /** False until the user starts a query that takes long. @default true */
  readonly wanted?: boolean;
  readonly children?: ComponentChildren;
}

/** A query's result: figures, chart, table, files and SQL, or the reason why there is none. */
export function ResultCard(props: ResultCardProps) {
  const { name, wide, figures, controls, wanted = true } = props;
  const { lake } = useExplorer();
  const card = useRef<HTMLElement>(null);
  const near = useNear(card);
  const request = useResult(name, near && wanted);
  const id = useId();
  const head = lake.queries.find((query) => query.name === name);
  const title = request.value?.title ?? head?.title ?? name;
  return (
    <article
      ref={card}
      id={name}
      class={`card${wide ? ' wide' : ''}`}
      aria-labelledby={id}
      aria-busy={wanted && request.phase === 'waiting'}
    >
      <header>
        <h3 id={id}>{title}</h3>
        {controls}
      </header>
      <p class="about">{request.value?.about ?? head?.about}</p>
      {figures}
      <Body {...props} request={request} title={title} />
    </article>
  );
}

type BodyProps = ResultCardProps & { readonly request: UsedResult; readonly title: string };

function Body(props: BodyProps) {
  const { request, title, wanted = true, children } = props;
  if (!wanted) return <>{children}</>;
  if (request.phase === 'failed') {
    return (
      <div class="notice bad" role="alert">
        <p>
          <strong>This query failed.</strong> {request.error}
        </p>
        <button type="button" onClick={request.again}>
          Try again<span class="unseen">: {title}</span>
        </button>
      </div>
    );
  }
  if (request.phase === 'stopped') {
    return (
      <div class="notice">
        <p>Cancelled before it was done.</p>
        <button type="button" onClick={request.again}>
          Run again<span class="unseen">: {title}</span>
        </button>
      </div>
    );
  }
  if (!request.value) {
    return (
      <div class="room">
        {request.phase === 'waiting' && <Waiting since={request.since} onStop={request.stop} what={title} />}
      </div>
    );
  }
  return (
    <div class={`result${request.current ? '' : ' outdated'}`}>
      {request.phase === 'waiting' && <Waiting since={request.since} onStop={request.stop} what={title} />}
      <ShownResult {...props} result={request.value} />
    </div>
  );
}

function ShownResult({
  result,
  chart,
  table,
  tableIsOpen = false,
  empty,
  title,
}: BodyProps & { readonly result: QueryResult }) {
  const { state } = useExplorer();
  const id = useId();
  const [showsTable, setShowsTable] = useState(tableIsOpen);
  const [showsSql, setShowsSql] = useState(false);
  const hasRows = result.rows.length > 0;
  return (
    <>
      {hasRows ? chart?.(result) : <p class="none">{empty ?? 'No rows.'}</p>}
      <div class="tools">
        {hasRows && (
          <Disclosure of={title} panel={`${id}-table`} open={showsTable} onToggle={setShowsTable}>
            Table
          </Disclosure>
        )}
        <Disclosure of={title} panel={`${id}-sql`} open={showsSql} onToggle={setShowsSql}>
          Show the SQL
        </Disclosure>
        {hasRows && <Downloads result={result} state={state.value} />}
      </div>
      {hasRows && showsTable && (
        <div id={`${id}-table`}>
          <DataTable caption={title} columns={result.columns} rows={result.rows} {...table?.(result)} />
          {result.truncated !== undefined && (
            <p class="about">
              {groupDigits(String(result.rows.length))} of {groupDigits(String(result.truncated))} rows are
              shown; the files have all of them.
            </p>
          )}
        </div>
      )}
      {showsSql && (
        <div id={`${id}-sql`}>
          <SqlText title={title} sql={result.sql} />
        </div>
      )}
    </>
  );
}

export interface DisclosureProps {
  /** What the panel belongs to, for a screen reader, which reads the button by itself. */
  readonly of: string;
  /** The panel's id. */
  readonly panel: string;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children: string;
}

/** A button that shows and hides a panel below the tools, so that all tools stay in one line. */
export function Disclosure({ of, panel, open, onToggle, children }: DisclosureProps) {
  return (
    <button
      type="button"
      class="quiet"
      aria-expanded={open}
      aria-controls={open ? panel : undefined}
      onClick={() => onToggle(!open)}
    >
      <span aria-hidden="true">{open ? '▾' : '▸'} </span>
      {children}
      <span class="unseen"> of {of}</span>
    </button>
  );
}

interface WaitingProps {
  readonly since: number;
  readonly onStop: () => void;
  readonly what: string;
}

/** Nothing at first, then a text, then the seconds so far and a button to cancel. */
function Waiting({ since, onStop, what }: WaitingProps) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [since]);
  const seconds = Math.floor((now - since) / 1000);
  if (now - since < 400) return <p class="waiting" aria-hidden="true" />;
  if (seconds < slowSeconds) return <p class="waiting">Computing…</p>;
  return (
    <p class="waiting">
      <span>Still computing… {seconds} s</span>{' '}
      <button type="button" class="quiet" onClick={onStop}>
        Cancel<span class="unseen"> {what}</span>
      </button>
    </p>
  );
}

const slowSeconds = 2;

/** Whether an element is in view or close to it: results far below are not requested. */
function useNear(ref: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last) setNear(last.isIntersecting);
      },
      { rootMargin: '300px 0px' },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return near;
}
