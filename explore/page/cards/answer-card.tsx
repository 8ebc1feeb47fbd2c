import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Answer, AnswerName } from '../../contract.ts';
import { type UsedAnswer, useAnswer } from '../data/use-answer.ts';
import { useNear } from '../data/use-near.ts';
import { groupDigits } from '../numbers/format-value.ts';
import { useExplorer } from '../state/explorer.ts';
import { DataTable, type DataTableProps } from '../tables/data-table.tsx';
import { Downloads } from '../tables/downloads.tsx';
import { SqlText } from '../tables/sql-text.tsx';
import { Disclosure } from './disclosure.tsx';
import { Waiting } from './waiting.tsx';

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
