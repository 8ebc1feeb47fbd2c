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
