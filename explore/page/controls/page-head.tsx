import { periodNames } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';
import { Choices } from './choices.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ThemeButton } from './theme-button.tsx';

/** The lake, the period and the dates: what everything below stands under. */
export function PageHead() {
  const { lake, source, state, go } = useExplorer();
  const { report } = source;
  return (
    <header class="page-head">
      <h1>
        Betlake <span class="lake">{lake.name}</span>
      </h1>
      {lake.firstDate !== null && (
        <>
          <Choices
            title="Period"
            choices={periodNames.map((value) => ({ value, title: titles[value] }))}
            chosen={state.value.by}
            onChoose={(by) => go({ ...state.value, by })}
          />
          {report ? <p class="about">made {report.made} UTC</p> : <PeriodPicker />}
        </>
      )}
      <ThemeButton />
    </header>
  );
}

const titles = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' };
