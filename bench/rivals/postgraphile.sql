-- The township board over PostgreSQL, as somebody would write it who picks PostGraphile instead: the tables of the three
-- stores as they are (schemas villages, personnel, poverty, with the same indices), a view a noun, and functions for what
-- foreign keys can't say: every row holds for a period of days, so each question takes the day it is about.
--
-- What it leaves out, that the platform does for the same answer: who asks and whether the token is good; the territory
-- and the role's policy (every row is shown to everybody); masks by role and small cells; the read audit; abolished divisions and
-- former codes (a division is found by the code it has on the day); what was known at an instant; communities, which have
-- no coverage; limits of cost. The board's pages are at most fifty rows, which PostGraphile doesn't see to by itself.

create schema board;

create view board.division as select row, id, kind, code, name, parent from villages.division;
comment on view board.division is '@primaryKey row';
create view board.holding as select row, id, person, valid_from as since from villages.office_holding;
comment on view board.holding is '@primaryKey row';
-- The analyst's mask of names, for everybody, so that the bodies are the same.
create view board.person as select row, id, left(name, 1) || '**' as name from personnel.person;
comment on view board.person is '@primaryKey row';
create view board.posting as select row, id from personnel.posting;
comment on view board.posting is '@primaryKey row';
create view board.finding as select row, id, category, state, deadline, submitted_on from poverty.finding;
comment on view board.finding is '@primaryKey row';
create view board.income as select row, id, total from villages.collective_economy_record;
comment on view board.income is '@primaryKey row';
create type board.coverage as (team boolean, first_secretary boolean, resident_cadre boolean, complete boolean, missing text[]);
create type board.share as (numerator integer, denominator integer, percent float8);

create function board.township(code text, day text) returns board.division language sql stable as $$
  select row, id, kind, code, name, parent from villages.division d
  where d.code = $1 and d.kind = 'TOWNSHIP' and d.valid_from <= $2 and d.valid_to > $2
$$;

create function board.division_villages(d board.division, day text) returns setof board.division language sql stable as $$
  select row, id, kind, code, name, parent from villages.division v
  where v.parent = d.id and v.kind = 'VILLAGE' and v.valid_from <= $2 and v.valid_to > $2 order by v.code, v.id
$$;

-- The organization that leads the village on the day, and who is its secretary then.
create function board.division_secretary(d board.division, day text) returns board.holding language sql stable as $$
  select h.row, h.id, h.person, h.valid_from from villages.party_organization o
  join villages.office_holding h on h.organization = o.id and h.role = 'SECRETARY' and h.valid_from <= $2 and h.valid_to > $2
  where o.division = d.id and o.tier is not null and o.valid_from <= $2 and o.valid_to > $2
  order by h.valid_from desc, h.valid_to desc limit 1
$$;

create function board.holding_holder(h board.holding, day text) returns board.person language sql stable as $$
  select row, id, left(name, 1) || '**' from personnel.person p where p.id = h.person and p.valid_from <= $2 and p.valid_to > $2
$$;

create function board.present(village text, day text) returns board.coverage language sql stable as $$
  select team, first, cadre, team and first and cadre,
    array_remove(array[case when not team then 'TEAM' end, case when not first then 'FIRST_SECRETARY' end, case when not cadre then 'RESIDENT_CADRE' end], null)
  from (select
    exists (select from personnel.resident_team t where t.village = $1 and t.valid_from <= $2 and t.valid_to > $2) as team,
    exists (select from personnel.posting p where p.target = $1 and p.kind = 'FIRST_SECRETARY' and p.state = 'ACTIVE' and p.valid_from <= $2 and p.valid_to > $2) as first,
    exists (select from personnel.posting p where p.target = $1 and p.kind = 'RESIDENT_CADRE' and p.state = 'ACTIVE' and p.valid_from <= $2 and p.valid_to > $2) as cadre
  ) as has
$$;

create function board.division_coverage(d board.division, day text) returns board.coverage language sql stable as $$
  select * from board.present(d.id, $2)
$$;

create function board.division_full_coverage(d board.division, day text) returns board.share language sql stable as $$
  select n, m, case when m = 0 then null else round(n * 100.0 / m, 1)::float8 end
  from (
    select (count(*) filter (where (board.present(v.id, $2)).complete))::int as n, count(*)::int as m
    from villages.division v where v.parent = d.id and v.kind = 'VILLAGE' and v.valid_from <= $2 and v.valid_to > $2
  ) as counted
$$;

create function board.division_full_time_officers(d board.division, day text) returns setof board.posting language sql stable as $$
  select row, id from personnel.posting p
  where p.target = d.id and p.kind = 'FULLTIME_POVERTY_OFFICER' and p.state = 'ACTIVE' and p.valid_from <= $2 and p.valid_to > $2
$$;

create function board.division_collective_economy(d board.division, year integer, day text) returns board.income language sql stable as $$
  select row, id, total from villages.collective_economy_record r
  where r.village = d.id and r.year = $2 and r.valid_from <= $3 and r.valid_to > $3
$$;

create function board.division_open_findings(d board.division, day text) returns setof board.finding language sql stable as $$
  select row, id, category, state, deadline, submitted_on from poverty.finding f
  where f.village = d.id and f.state not in ('CLOSED', 'DISMISSED') and f.valid_from <= $2 and f.valid_to > $2 order by f.id
$$;

-- Working days after one day up to another, by the plain week and the calendar of holidays.
create function board.working_days(from_day text, to_day text) returns integer language sql stable as $$
  select (count(*) filter (where coalesce(c.working, extract(isodow from g) < 6)))::int
  from generate_series($1::date + 1, $2::date, interval '1 day') g
  left join poverty.calendar_day c on c.day = to_char(g, 'YYYY-MM-DD')
$$;

create function board.finding_light(f board.finding, day text) returns text language sql stable as $$
  select case
    when f.deadline is null or f.state not in ('RECTIFYING', 'SUBMITTED') then null
    when f.deadline < began.day then 'RED'
    when board.working_days(began.day, f.deadline) <= 3 then 'YELLOW'
    else 'GREEN'
  end from (select case when f.state = 'SUBMITTED' then coalesce(f.submitted_on, $2) else $2 end as day) as began
$$;

analyze;
