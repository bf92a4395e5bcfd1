export const recordWords: Record<string, string> = {
  account: 'Account',
  api_token: 'API token',
  channel_table: 'Channel table',
  contact: 'Contact',
  custom_field: 'Custom field',
  import: 'Import',
  invitation: 'Invitation',
  lifecycle_stage: 'Lifecycle stage',
  member: 'Member',
  opportunity: 'Deal',
  finding: 'Finding',
  sample_company: 'Sample company',
  sample_load: 'Sample company',
  saved_view: 'Saved view',
  teammate: 'Teammate',
  tracking_exclusions: 'What is not counted',
  workspace: 'Workspace',
  write_key: 'Write key',
};

/** `lifecycle_stage.updated` as a reader says it: "Lifecycle stage updated". */
export function actionWords(action: string): string {
  const [record = '', ...what] = action.split('.');
  return [recordWords[record] ?? record, ...what].join(' ').replaceAll('_', ' ');
}

export const actorWords = {
  member: 'People',
  token: 'API tokens',
  write_key: 'Write keys',
  automation: 'Automation',
  system: 'Liaison itself',
} as const;

/** Where the changed record stands, where it has a page. */
export function recordHref(recordType: string, recordId: string | null): string | null {
  const folder = { contact: 'contacts', account: 'accounts', opportunity: 'deals' }[recordType];
  return folder && recordId ? `/people/${folder}/${recordId}` : null;
}

/** A stored value in a cell: text as it is, nothing as a dash, the rest as JSON. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.map(shownValue).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
