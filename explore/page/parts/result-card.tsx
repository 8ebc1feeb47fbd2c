import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Answer, AnswerName } from '../../contract.ts';
import { type UsedAnswer, useAnswer } from '../data/use-result.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { Downloads, SqlText } from './downloads.tsx';

export interface AnswerCardProps {
  readonly name: AnswerName;
  /** Takes the whole width of its section. */
  readonly wide?: boolean;
  /** Drawn from an answer that has rows. */
  readonly chart?: (answer: Answer) => ComponentChildren;
  /** Key figures, above the chart. */
  readonly figures?: ComponentChildren;
  /** Stands in the head, to the right. */
  readonly controls?: ComponentChildren;
  readonly table?: (answer: Answer) => Partial<DataTableProps>;
  readonly tableIsOpen?: boolean;
  /** What is said where an answer has no rows. */
  readonly empty?: string;
  /** Asked only once somebody wants it, because it takes long. */
  readonly wanted?: boolean;
  readonly children?: ComponentChildren;
}

/** An answer: its figures, its chart, its table, its files and its SQL, or words about why there is none. */
export function AnswerCard(props: AnswerCardProps) {
  const { name, wide, figures, controls, wanted = true } = props;
  const { lake } = useExplorer();
  const card = useRef<HTMLElement>(null);
  const near = useNear(card);
  const asked = useAnswer(name, near && wanted);
  const id = useId();
  const head = lake.answers.find((answer) => answer.name === name);
  const title = asked.value?.title ?? head?.title ?? name;
  return (
    <article
      ref={card}
      id={name}
      class={`card${wide ? ' wide' : ''}`}
      aria-labelledby={id}
      aria-busy={wanted && asked.phase === 'waiting'}
    >
      <header>
        <h3 id={id}>{title}</h3>
        {controls}
      </header>
      <p class="about">{asked.value?.about ?? head?.about}</p>
      {figures}
      <Body {...props} asked={asked} title={title} />
    </article>
  );
}

type BodyProps = AnswerCardProps & { readonly asked: UsedAnswer; readonly title: string };

function Body(props: BodyProps) {
  const { asked, title, wanted = true, children } = props;
  if (!wanted) return <>{children}</>;
  if (asked.phase === 'failed') {
    return (
      <div class="notice bad" role="alert">
        <p>
          <strong>This could not be answered.</strong> {asked.error}
        </p>
        <button type="button" onClick={asked.again}>
          Try again<span class="unseen">: {title}</span>
        </button>
      </div>
    );
  }
  if (asked.phase === 'stopped') {
    return (
      <div class="notice">
        <p>Cancelled before it was answered.</p>
        <button type="button" onClick={asked.again}>
          Ask again<span class="unseen">: {title}</span>
        </button>
      </div>
    );
  }
  if (!asked.value) {
    return (
      <div class="room">
        {asked.phase === 'waiting' && <Waiting since={asked.since} onStop={asked.stop} what={title} />}
      </div>
    );
  }
  return (
    <div class={`answered${asked.current ? '' : ' outdated'}`}>
      {asked.phase === 'waiting' && <Waiting since={asked.since} onStop={asked.stop} what={title} />}
      <Answered {...props} answer={asked.value} />
    </div>
  );
}

function Answered({
  answer,
  chart,
  table,
  tableIsOpen = false,
  empty,
  title,
}: BodyProps & { readonly answer: Answer }) {
  const { state } = useExplorer();
  const id = useId();
  const [showsTable, setShowsTable] = useState(tableIsOpen);
  const [showsSql, setShowsSql] = useState(false);
  const hasRows = answer.rows.length > 0;
  return (
    <>
      {hasRows ? chart?.(answer) : <p class="none">{empty ?? 'No rows.'}</p>}
      <div class="tools">
        {hasRows && (
          <Disclosure of={title} panel={`${id}-table`} open={showsTable} onToggle={setShowsTable}>
            Table
          </Disclosure>
        )}
        <Disclosure of={title} panel={`${id}-sql`} open={showsSql} onToggle={setShowsSql}>
          Show the SQL
        </Disclosure>
        {hasRows && <Downloads answer={answer} state={state.value} />}
      </div>
      {hasRows && showsTable && (
        <div id={`${id}-table`}>
          <DataTable caption={title} columns={answer.columns} rows={answer.rows} {...table?.(answer)} />
          {answer.truncated !== undefined && (
            <p class="about">
              {groupDigits(String(answer.rows.length))} of {groupDigits(String(answer.truncated))} rows stand
              here; the files hold all of them.
            </p>
          )}
        </div>
      )}
      {showsSql && (
        <div id={`${id}-sql`}>
          <SqlText title={title} sql={answer.sql} />
        </div>
      )}
    </>
  );
}

export interface DisclosureProps {
  /** What the panel is of, for who hears the button alone. */
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

/** Nothing for a moment, then a word, then for how long already and a way to give up. */
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

/** Whether an element is in view, or about to be: what is far below is not asked for. */
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
