-- What is asked of a deal's journey each time it gives credit, worked out once: which touchpoint was the last when the lead
-- was created and when the deal was opened, and which the last that was no direct visit (from 1 on, 0 for none).
alter table journey add column if not exists lead_nth UInt32
  materialized if(lead_created_ms is null, 0, arrayCount(t -> t <= assumeNotNull(lead_created_ms), at));
alter table journey add column if not exists opened_nth UInt32
  materialized arrayCount(t -> t <= opened_ms, at);
alter table journey add column if not exists non_direct_nth UInt32
  materialized arrayLastIndex(channel -> channel != 'direct', channels);
-- A bit for each dimension of touchpoints, set where one is the journey's first of its kind: so the deals of a kind are
-- counted without looking through their touchpoints. In order: channel, campaign, asset, kind, type, persona, buying
-- stage, person on our side.
alter table journey add column if not exists news Array(UInt8)
  materialized arrayMap((a, b, c, d, e, f, g, h) -> toUInt8((a = 1) + 2 * (b = 1) + 4 * (c = 1) + 8 * (d = 1)
      + 16 * (e = 1) + 32 * (f = 1) + 64 * (g = 1) + 128 * (h = 1)),
    arrayEnumerateUniq(met), arrayEnumerateUniq(campaign_ids), arrayEnumerateUniq(asset_ids), arrayEnumerateUniq(kinds),
    arrayEnumerateUniq(types), arrayEnumerateUniq(personas), arrayEnumerateUniq(buying_stages),
    arrayEnumerateUniq(teammate_ids));
truncate table journey_progress;
