import { useEffect, useState } from 'preact/hooks';

export interface WaitingProps {
  readonly since: number;
  readonly onStop: () => void;
  readonly what: string;
}

/** Nothing for a moment, then a word, then for how long already and a way to give up. */
export function Waiting({ since, onStop, what }: WaitingProps) {
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
