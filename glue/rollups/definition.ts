/** What a day of activity depends on beside its bets: settings of a lake and of a stage. */
export interface ActivityDefinition {
  /** The sign that the source writes debits with; a debit of the other sign is a stake given back. */
  readonly debits: 'negative' | 'positive';
  /** Transaction types whose postings place a bet even where no money is staked, as a free bet does. */
  readonly stakeTypes: readonly number[];
  /** Values of bet_status_code whose postings leave every measure, once the current row of each key is found. */
  readonly voidStatuses: readonly string[];
}

/** The first day that a bet may have, where no setting names another. */
export const defaultFirstDate = '2015-01-01';

/** The definition that fits the platform's exports. */
export const defaultDefinition: ActivityDefinition = {
  debits: 'negative',
  stakeTypes: [1],
  voidStatuses: [],
};

export function toOtherSign(debits: ActivityDefinition['debits']): ActivityDefinition['debits'] {
  return debits === 'negative' ? 'positive' : 'negative';
}
