import { Command } from '@commander-js/extra-typings';
import { views } from '../../glue/views/index.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { print } from '../output/print-result.ts';

export function sqlCommand() {
  return new Command('sql')
    .description("Print a view's SQL, which DuckDB and Athena run alike.")
    .argument('<view>', 'the name of a view, such as player_metrics_monthly')
    .action(async (name) => {
      await print(`${findView(name).sql}\n`);
    });
}

/** @throws BetlakeError naming the views there are */
export function findView(name: string) {
  const view = views.find((candidate) => candidate.name === name);
  if (!view)
    throw new BetlakeError(
      `there is no view ${name}; there are ${views.map((each) => each.name).join(', ')}`,
    );
  return view;
}
