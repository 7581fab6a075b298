import { Args, Ctx as Context, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { batched } from '#platform/batched';
import { calendarOf, workingDaysLeft } from '#platform/calendar';
import type { Ctx } from '#platform/context';
import type { PageArgs } from '#platform/list';
import { requireRead } from '#platform/may';
import { County, Township, Village } from '../divisions/division.entity.ts';
import { villagesBelow } from '../divisions/division.rules.ts';
import { Light, lightOf } from '../findings/finding.rules.ts';
import { TaskDependency } from '../tasks/task.entity.ts';
import { clockOf, TaskState, whereOpen } from '../tasks/task.rules.ts';
import { MasterLedgerEntry } from './entry.entity.ts';
import { asUndertaken, entries } from './entry.resolver.ts';

@ObjectType({ description: '作战图泳道 · One lane of the wall chart: what is open in a township itself or in one of its villages.' })
class WallChartLane {
  @Field(() => Township, { nullable: true, description: '乡镇 · The township itself; null for a village.' }) township!: Township | null;
  @Field(() => Village, { nullable: true, description: '村 · The village or community; null for the township.' }) village!: Village | null;
  @Field(() => Int, { description: '未办结 · Open lines.' }) open!: number;
  @Field(() => Int, { description: '绿灯 · Open lines with more than three working days left.' }) green!: number;
  @Field(() => Int, { description: '黄灯 · Open lines with three or fewer.' }) yellow!: number;
  @Field(() => Int, { description: '红灯 · Open lines past their last day.' }) red!: number;
  @Field(() => Int, { description: '待确认 · Open lines that wait for somebody to confirm them; counted by light as well.' })
  waiting!: number;
  @Field(() => [MasterLedgerEntry], { description: '事项 · Open lines, the earliest last day first, at most twenty.' })
  entries!: MasterLedgerEntry[];
}

@ObjectType({ description: '压茬关系 · What goes before, and what follows.' })
class WallChartTie {
  @Field(() => ID, { description: '前序 · What goes before.' }) predecessor!: string;
  @Field(() => ID, { description: '后续 · What follows.' }) successor!: string;
}

@ObjectType({
  description: '作战图（挂图作战） · Schedule, dependencies and state of a township and its villages, on the day asked for.',
})
class WallChart {
  @Field(() => [WallChartLane], {
    description: '泳道 · The township first, then its villages and communities in division order; those with nothing open as well.',
  })
  lanes!: WallChartLane[];
  @Field(() => [WallChartTie], { description: '压茬关系 · Ties between work in the lanes.' }) ties!: WallChartTie[];
}

const SHOWN = 20;

/** Open lines and ties of divisions, in two statements for a whole request. */
const openIn = batched<string, { lines: MasterLedgerEntry[]; ties: TaskDependency[] }>(async (divisions, { em }) => {
  const within = { division: { $in: [...divisions] } };
  const [lines, ties] = await Promise.all([
    em.find(MasterLedgerEntry, { $and: [within, whereOpen()] } as never, { orderBy: { due: 'asc nulls last', id: 'asc' } as never }),
    em.find(TaskDependency, within),
  ]);
  const [byDivision, tiesBy] = [Map.groupBy(lines, (l) => l.division), Map.groupBy(ties, (t) => t.division)];
  return (division) => ({ lines: byDivision.get(division) ?? [], ties: tiesBy.get(division) ?? [] });
});

@Resolver(() => Township)
export class TownshipWallChart {
  @FieldResolver(() => WallChart, { nullable: true, description: '作战图 · The wall chart of the township.' })
  async wallChart(@Root() { id }: Township, @Context() ctx: Ctx): Promise<WallChart> {
    requireRead(ctx, 'MasterLedgerEntry');
    requireRead(ctx, 'TaskDependency');
    const divisions = [id, ...villagesBelow(ctx, id, ctx.day)].filter((d) => ctx.scope.touches(d));
    const [calendar, found] = await Promise.all([calendarOf(ctx), Promise.all(divisions.map((d) => openIn(ctx, d)))]);
    const light = (line: MasterLedgerEntry) => {
      const work = asUndertaken(line);
      const clock = work && clockOf(work, ctx.day);
      return clock && lightOf(clock, workingDaysLeft(calendar, clock.from, clock.to));
    };
    return {
      lanes: divisions.map((division, i) => {
        const { lines } = found[i] as { lines: MasterLedgerEntry[] };
        const lights = lines.map(light);
        const count = (of: Light) => lights.filter((l) => l === of).length;
        return {
          township: division === id ? { id } : null,
          village: division === id ? null : { id: division },
          open: lines.length,
          green: count(Light.GREEN),
          yellow: count(Light.YELLOW),
          red: count(Light.RED),
          waiting: lines.filter((l) => l.state === TaskState.SUBMITTED).length,
          entries: lines.slice(0, SHOWN),
        };
      }),
      ties: found.flatMap(({ ties }) => ties.map(({ predecessor, successor }) => ({ predecessor, successor }))),
    };
  }
  @FieldResolver(() => entries.Connection, {
    nullable: true,
    description: '总台账 · Lines of the master ledger in the township and its villages.',
  })
  masterLedger(@Root() { id }: Township, @Context() ctx: Ctx, @Args(() => entries.Args) args: PageArgs): object {
    return entries.pageBelow(ctx, id, args);
  }
}

@Resolver(() => County)
export class CountyMasterLedger {
  @FieldResolver(() => entries.Connection, {
    nullable: true,
    description: '总台账 · Lines of the master ledger in the county and all that lies in it.',
  })
  masterLedger(@Root() { id }: County, @Context() ctx: Ctx, @Args(() => entries.Args) args: PageArgs): object {
    return entries.pageBelow(ctx, id, args);
  }
}

@Resolver(() => Village)
export class VillageMasterLedger {
  @FieldResolver(() => entries.Connection, { nullable: true, description: '总台账 · Lines of the master ledger in the village.' })
  masterLedger(@Root() { id }: Village, @Context() ctx: Ctx, @Args(() => entries.Args) args: PageArgs): object {
    return entries.pageOf(ctx, 'division', id, args);
  }
}
