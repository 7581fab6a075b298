import { addDays, type Day } from '#platform/day';
import { idFrom } from '#platform/id';
import { chance } from './chance.ts';
import type { SampleResident } from './postings.ts';

/** What a personnel file says of somebody beyond name, number and home. */
export interface SampleFile {
  /** GB/T 3304. */
  readonly nationality: string;
  /** GB/T 2260. */
  readonly nativePlace: string;
  readonly partyJoinedOn: Day | null;
  /** GB/T 4658 and GB/T 6864. */
  readonly education: string;
  readonly degree: string | null;
  readonly inServiceEducation: string | null;
  readonly relationOrg: string | null;
  readonly workOrg: string | null;
}

/** Tianzhen, its neighbours, and the city: where people here come from. */
const PLACES = ['140222', '140222', '140222', '140222', '140222', '140221', '140223', '140212', '140202', '130727'];

/** The file of a cadre: who is younger has studied longer. */
export function fileOf(who: SampleResident): SampleFile {
  const luck = chance('file', who.id);
  const born = Number(who.birthDate.slice(0, 4));
  const dice = luck.next() + (born - 1970) / 60;
  const education = dice > 1.15 ? '14' : dice > 0.5 ? '21' : dice > 0.1 ? '31' : '41';
  const member = who.politicalStatus === '01' || who.politicalStatus === '02';
  const relationOrg = member ? idFrom('org', who.homeDivision) : null;
  return {
    nationality: luck.next() < 0.97 ? '01' : luck.pick(['02', '03', '11']),
    nativePlace: luck.pick(PLACES),
    partyJoinedOn: member ? addDays(`${born + 20}-07-01`, luck.between(0, 1460)) : null,
    education,
    degree: education === '14' ? '304' : education === '21' && luck.next() < 0.8 ? '402' : null,
    inServiceEducation: education > '21' && luck.next() < 0.6 ? '21' : null,
    relationOrg,
    workOrg: relationOrg,
  };
}
