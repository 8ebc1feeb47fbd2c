-- one row per bet, date and reason
-- Bets that may contradict themselves. Where every posting has an id of its own, nearly all bets have one row, and
-- those of more were landed again; where a stake and a win share an id, two rows of one day and of different types are
-- no contradiction either, and are left out.
with suspects as (
  select bet_id
  from bets
  group by bet_id
  having
    count(*) > 1
    and (
      count(*) > 2
      or min(cast(bet_dt as date)) < max(cast(bet_dt as date))
      or coalesce(min(bet_transaction_type_id) = max(bet_transaction_type_id), true)
    )
),

-- Rows that are equal in all columns of the source are one row. Everything below reads bets only here: each
-- scan of bets lists every possible day.
distinct_rows as (
  select
    {{bet_columns}},
    cast(bet_dt as date) as bet_date,
    count(*) as rows_count
  from bets
  where bet_id in (select bet_id from suspects)
  group by {{bet_columns}}
),

newest_first as (
  select
    bet_id,
    bet_transaction_type_id,
    bet_date,
    rows_count,
    rank() over (
      partition by bet_id, bet_transaction_type_id, bet_date
      order by last_event_dt desc nulls last
    ) as place
  from distinct_rows
),

keyed as (
  select bet_id, bet_transaction_type_id, bet_date, sum(rows_count) as rows_count, count_if(place = 1) as newest_count
  from newest_first
  group by 1, 2, 3
),

dated as (
  select
    bet_id,
    bet_date,
    sum(rows_count) as rows_count,
    sum(case when newest_count > 1 then rows_count else 0 end) as differing_count
  from keyed
  group by 1, 2
),

counted as (
  select bet_id, bet_date, rows_count, differing_count, count(*) over (partition by bet_id) as dates_count
  from dated
),

reasons as (
  select cast(reason as varchar) as reason
  from (values ('rows_differ'), ('several_dates')) as reasons (reason)
)

select
  counted.bet_id,
  counted.bet_date,
  cast(case reasons.reason when 'rows_differ' then counted.differing_count else counted.rows_count end as bigint)
    as rows_count,
  reasons.reason
from counted
cross join reasons
where case reasons.reason when 'rows_differ' then counted.differing_count > 0 else counted.dates_count > 1 end
