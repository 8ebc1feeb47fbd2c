const parts = [
  ['questions', 'Four questions'],
  ['over-time', 'Over time'],
  ['breakdown', 'Breakdown'],
  ['games', 'Games'],
  ['spread', 'Spread'],
  ['health', 'Health'],
] as const;

/** Ways to the parts of the page. The address's own `#` holds what is looked at, so these only move the focus. */
export function Contents() {
  return (
    <nav class="contents" aria-label="Parts of the page">
      {parts.map(([id, title]) => (
        <a
          key={id}
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            const heading = document.getElementById(`${id}-title`);
            heading?.scrollIntoView();
            heading?.focus({ preventScroll: true });
          }}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
