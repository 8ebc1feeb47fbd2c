import { useId } from 'preact/hooks';

export interface ChoicesProps<T extends string> {
  readonly title: string;
  readonly choices: readonly { readonly value: T; readonly title: string }[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

/** One of a few, all in view: radio buttons that look like one bar. */
export function Choices<T extends string>({ title, choices, chosen, onChoose }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class="unseen">{title}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === chosen}
            onChange={() => onChoose(choice.value)}
          />
          <span>{choice.title}</span>
        </label>
      ))}
    </fieldset>
  );
}
