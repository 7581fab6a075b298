/** Moves that belong together, by the duty they are: what several roles carry out in their own territory. */

/** 文件 · Keeps the register of documents. */
export const REGISTERS_DOCUMENTS = ['issueDocument', 'repealDocument', 'supersedeDocument'] as const;

/** 帮扶 · Keeps the households and who answers for them. */
export const KEEPS_HOUSEHOLDS = ['importReturnFlow', 'assignHelper', 'replaceHelper', 'endHelper', 'recordHelperVisit'] as const;

/** 走访 · Visits households. */
export const VISITS_HOUSEHOLDS = ['recordHelperVisit'] as const;

/** 指挥部 · Keeps the headquarters: roles, groups, contracts and contact points. */
export const KEEPS_HEADQUARTERS = [
  'setUpHeadquarters',
  'appointToHeadquarters',
  'endHeadquartersRole',
  'formWorkingGroup',
  'dissolveWorkingGroup',
  'giveContactPoint',
  'endContactPoint',
  'recordContactVisit',
] as const;

/** 会议 · Keeps meetings and what becomes of their decisions. */
export const KEEPS_MEETINGS = ['recordMeeting', 'assignDecision', 'dropDecision', 'setAgendaRule', 'endAgendaRule'] as const;

/** 任务 · Sets tasks, ties them, supervises and confirms them. */
export const DRIVES_TASKS = [
  'openProgramme',
  'setTask',
  'startTask',
  'submitTask',
  'confirmTask',
  'returnTask',
  'closeTask',
  'cancelTask',
  'recordTaskTogether',
  'chainWork',
  'unchainWork',
  'noteSupervision',
] as const;

/** 三基建设 · Keeps the plan of the year and confirms its items. */
export const KEEPS_PLANS = [
  'draftThreeBasicsPlan',
  'addKeyTask',
  'addWorkItem',
  'adoptThreeBasicsPlan',
  'startWorkItem',
  'submitWorkItem',
  'confirmWorkItem',
  'returnWorkItem',
  'closeWorkItem',
  'recordItemTogether',
] as const;

/** 承办 · Does what it is given: starts tasks and items, and submits them as done. */
export const DOES_WORK = ['startTask', 'submitTask', 'startWorkItem', 'submitWorkItem'] as const;

/** 书记项目 · Takes a project on and reports how it goes. */
export const RUNS_PROJECTS = [
  'declareProject',
  'addProjectIndicator',
  'reportIndicator',
  'reachMilestone',
  'startProject',
  'suspendProject',
  'resumeProject',
  'submitProject',
] as const;

/** 书记项目管理 · Reviews, establishes, accepts and ends projects. */
export const JUDGES_PROJECTS = [
  'reviewProject',
  'establishProject',
  'rejectProject',
  'returnProject',
  'acceptProject',
  'closeProject',
  'terminateProject',
  'handOverProject',
] as const;

/** 群众关切 · Raises concerns, and says whether they are settled. */
export const RAISES_CONCERNS = ['raiseConcern', 'confirmConcern', 'rejectResolution'] as const;

/** 群众关切办理 · Assigns concerns and settles them. */
export const SETTLES_CONCERNS = ['assignConcern', 'resolveConcern'] as const;

/** 跟踪督导 · Notes what is seen of work on the way. */
export const NOTES_SUPERVISION = ['noteSupervision'] as const;

/** 研判整顿 · Assesses organizations, finds the weak ones and puts them right, up to the county's acceptance. */
export const PUTS_RIGHT = [
  'assessOrganization',
  'identifyWeakOrganization',
  'reviewWeakOrganization',
  'setRectificationPlan',
  'beginRectification',
  'selfAcceptRectification',
  'requestAcceptance',
  'consolidateOrganization',
] as const;

/** 整顿验收 · Lays down the criteria, launches the campaign, confirms, accepts and closes its cases. */
export const ACCEPTS = [
  'adoptAssessmentScheme',
  'reassessOrganization',
  'launchCampaign',
  'setAcceptanceThresholds',
  'confirmWeakOrganization',
  'decideAcceptance',
  'closeRectificationCase',
  'recordRelapse',
] as const;

/** 履责 · Pledges and reports for the post one holds. */
export const ANSWERS_FOR_POST = ['makePledge', 'submitDutyReport', 'amendDutyReport'] as const;

/** 责任考评 · Draws up lists of responsibilities, scores them, reviews reports. */
export const HOLDS_RESPONSIBLE = [
  'draftResponsibilityList',
  'addResponsibilityItem',
  'issueResponsibilityList',
  'scoreResponsibilityItem',
  'closeResponsibilityList',
  'reviewDutyReport',
  'returnDutyReport',
] as const;

/** 推广 · Takes model practices over, and leaves them. */
export const SPREADS_PRACTICES = ['adoptPractice', 'abandonPractice'] as const;
