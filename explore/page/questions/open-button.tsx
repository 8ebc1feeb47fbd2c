import type { MetricName } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';

/** Gives a question the whole width, or puts it back beside the others. */
export function OpenButton({ question }: { readonly question: MetricName }) {
  const { lake, source, state, go } = useExplorer();
  if (source.report) return null;
  const open = state.value.question === question;
  const title = lake.answers.find(({ name }) => name === question)?.title ?? question;
  function toggle(): void {
    const { question: _, ...rest } = state.value;
    go(open ? rest : { ...rest, question });
  }
  return (
    <button type="button" class="quiet open" aria-pressed={open} onClick={toggle}>
      {open ? 'Smaller' : 'Larger'}
      <span class="unseen">: {title}</span>
    </button>
  );
}
