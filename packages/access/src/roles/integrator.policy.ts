import { COMMON_WORK, type Policy } from '../policy.ts';

export const INTEGRATOR: Policy = {
  duty: '系统对接 · Another county system, for the purpose it was registered for.',
  reads: [
    ...COMMON_WORK,
    'PartyOrganization',
    'MemberCount',
    'OfficeHolding',
    'Committee',
    'CollectiveEconomyRecord',
    'Person',
    'Posting',
    'ResidentTeam',
    'PostingSplit',
    'PostingRuleSet',
    'FrontLineMechanism',
    'VillageDesignation',
    'DivisionChange',
  ],
  moves: [],
  sees: { PERSONAL: ['ALLOWANCE_PAYMENT', 'CONTACT'] },
};
