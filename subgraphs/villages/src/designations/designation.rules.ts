/** What a village has been recognised as (村情认定). A weak organization is no designation: it follows from assessments. */
export enum DesignationKind {
  POOR_VILLAGE = 'POOR_VILLAGE',
  DEEP_POVERTY = 'DEEP_POVERTY',
  EXITED = 'EXITED',
  RELOCATION_SITE = 'RELOCATION_SITE',
}

/** What a village must be already to be recognised as this: only a poor village is deeply poor, or exits. */
export const REQUIRES: Readonly<Partial<Record<DesignationKind, DesignationKind>>> = {
  [DesignationKind.DEEP_POVERTY]: DesignationKind.POOR_VILLAGE,
  [DesignationKind.EXITED]: DesignationKind.POOR_VILLAGE,
};

/** The kinds that a village must not have when it stops being this. */
export const requiring = (kind: DesignationKind): DesignationKind[] =>
  (Object.entries(REQUIRES) as [DesignationKind, DesignationKind][]).filter(([, needed]) => needed === kind).map(([k]) => k);
