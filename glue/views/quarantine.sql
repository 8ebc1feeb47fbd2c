-- one row per refused line of a current version that no replay has corrected
select
  quarantine_lines.dataset,
  quarantine_lines.landing_key,
  quarantine_lines.object_version,
  quarantine_lines.line_number,
  quarantine_lines.byte_offset,
  quarantine_lines.raw_line,
  quarantine_lines.raw_line_base64,
  quarantine_lines.faults
from quarantine_lines
inner join loads
  on quarantine_lines.attempt = loads.attempt
  and quarantine_lines.landing_key = loads.landing_key
left join loads as replays
  on replays.status <> 'unloaded'
  and replays.replay_of = quarantine_lines.landing_key
  and replays.replay_of_version = quarantine_lines.object_version
  and contains(replays.replayed_lines, quarantine_lines.line_number)
where replays.load_id is null
