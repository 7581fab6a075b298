/** Kinds of posts, as the personnel subgraph names them. */
export type PostRole =
  | 'COUNTY_SECRETARY'
  | 'COUNTY_HEAD'
  | 'COUNTY_DEPUTY_SECRETARY'
  | 'EXECUTIVE_DEPUTY_HEAD'
  | 'COUNTY_LEADER'
  | 'TOWNSHIP_SECRETARY'
  | 'TOWNSHIP_HEAD'
  | 'TOWNSHIP_DEPUTY_SECRETARY'
  | 'ORG_COMMISSIONER'
  | 'TOWNSHIP_LEADER'
  | 'AGENCY_HEAD'
  | 'AGENCY_DEPUTY'
  | 'NON_LEADING'
  | 'STAFF';

/** Posts of the county's leadership, beside its secretary. */
export const COUNTY_SEATS = [
  ['县政府办公室', 'COUNTY_HEAD', '县委副书记、县长', '131', 'ELECTED'],
  ['县委办公室', 'COUNTY_DEPUTY_SECRETARY', '县委副书记', '132', 'ELECTED'],
  ['县政府办公室', 'EXECUTIVE_DEPUTY_HEAD', '县委常委、常务副县长', '132', 'ELECTED'],
  ['县人大常委会机关', 'AGENCY_HEAD', '县人大常委会主任', '131', 'ELECTED'],
  ['县政协机关', 'AGENCY_HEAD', '县政协主席', '131', 'ELECTED'],
] as const;

/** County leaders, each of whom answers for a township (包点). */
export const COUNTY_LEADERS = [
  ['县委组织部', '县委常委、组织部部长'],
  ['县委宣传部', '县委常委、宣传部部长'],
  ['县委统战部', '县委常委、统战部部长'],
  ['县纪委监委', '县委常委、纪委书记、监委主任'],
  ['县委政法委', '县委常委、政法委书记'],
  ['县委办公室', '县委常委、县委办公室主任'],
  ['县政府办公室', '副县长'],
  ['县公安局', '副县长、公安局局长'],
  ['县政府办公室', '副县长（分管农业农村）'],
  ['县人大常委会机关', '县人大常委会副主任'],
  ['县政协机关', '县政协副主席'],
  ['县人大常委会机关', '县人大常委会副主任（分管联络）'],
  ['县政协机关', '县政协副主席（分管文史）'],
] as const;

/** Posts that a township has, beside its secretary. */
export const TOWNSHIP_SEATS = [
  ['TOWNSHIP_HEAD', '乡镇长', '141', 'ELECTED'],
  ['TOWNSHIP_LEADER', '人大主席', '141', 'ELECTED'],
  ['TOWNSHIP_DEPUTY_SECRETARY', '党委副书记', '142', 'ELECTED'],
  ['ORG_COMMISSIONER', '党委委员、组织委员', '142', 'ELECTED'],
  ['TOWNSHIP_LEADER', '党委委员、宣传委员', '142', 'ELECTED'],
  ['TOWNSHIP_LEADER', '党委委员、纪委书记', '142', 'ELECTED'],
  ['TOWNSHIP_LEADER', '党委委员、武装部部长', '142', 'APPOINTED'],
  ['TOWNSHIP_LEADER', '副乡镇长', '142', 'ELECTED'],
  ['TOWNSHIP_LEADER', '副乡镇长（分管农业）', '142', 'ELECTED'],
  ['TOWNSHIP_LEADER', '副乡镇长（分管脱贫攻坚）', '142', 'ELECTED'],
  ['NON_LEADING', '主任科员', '141', 'APPOINTED'],
  ['NON_LEADING', '副主任科员', '142', 'APPOINTED'],
  ['NON_LEADING', '副主任科员', '142', 'APPOINTED'],
] as const;
