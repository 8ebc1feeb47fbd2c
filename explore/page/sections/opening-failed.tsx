import { StateError } from '../../contract.ts';

/** The page could not be opened: the address says what cannot be, or the lake does not answer. */
export function OpeningFailed({ error }: { readonly error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  const ofAddress = error instanceof StateError;
  return (
    <main class="alone">
      <div class="notice large bad" role="alert">
        <h1>{ofAddress ? 'This address cannot be shown' : 'The lake could not be opened'}</h1>
        <p>{message}</p>
        <p>
          {ofAddress ? (
            <a href={location.pathname}>Show everything</a>
          ) : (
            <button type="button" onClick={() => location.reload()}>
              Try again
            </button>
          )}
        </p>
      </div>
    </main>
  );
}
