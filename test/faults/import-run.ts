import type { Api } from './api.ts';
import { fieldOf, numberField, textField } from './fields.ts';
import { until } from './until.ts';

/** One import that lives through kills: begun while the program serves, taken up at every start, complete in the end. */
export class ImportRun {
  readonly #rows: number;
  #importId: string | null = null;
  #started = false;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Goes on where the last try was cut off. */
  async begin(api: Api): Promise<void> {
    if (this.#started) return;
    const file = Buffer.from(csvOf(this.#rows));
    if (this.#importId === null) {
      const files = [{ name: 'people.csv', size: file.byteLength }];
      const made = await api.post('/imports', { name: 'fault rounds', mapping, files });
      if (!made.ok) throw new Error(`creating the import: ${made.status} ${await made.text()}`);
      this.#importId = textField(await made.json(), 'id');
    }
    const part = new FormData();
    part.set('offset', '0');
    part.set('data', new File([file], 'people.csv', { type: 'text/csv' }));
    const sent = await api.put(`/imports/${this.#importId}/files/0/parts/0`, part);
    if (!sent.ok && sent.status !== 409)
      throw new Error(`sending the file: ${sent.status} ${await sent.text()}`);
    const begun = await api.post(`/imports/${this.#importId}/start`, {});
    if (!begun.ok && begun.status !== 409)
      throw new Error(`starting the import: ${begun.status} ${await begun.text()}`);
    this.#started = true;
  }

  /** Waits for its end and counts what it made. */
  async finish(api: Api, withinMs: number): Promise<void> {
    await this.begin(api);
    await until('the import is done', withinMs, async () => {
      const state = await api.get(`/imports/${this.#importId}`);
      const status = textField(state, 'status');
      if (status === 'failed' || status === 'cancelled')
        throw new Error(`the import is ${status}: ${JSON.stringify(state)}`);
      return status === 'done';
    });
    const outcomes = fieldOf(await api.get(`/imports/${this.#importId}`), 'outcomes');
    const counts = ['created', 'updated', 'unchanged', 'refused'].map((name) => numberField(outcomes, name));
    const rows = counts.reduce((sum, count) => sum + count, 0);
    if (rows !== this.#rows) throw new Error(`the import counts ${rows} rows, the file has ${this.#rows}`);
    const contacts = await api.all('/contacts');
    const people = contacts.filter((contact) =>
      String(fieldOf(contact, 'name')).startsWith('imported'),
    ).length;
    if (people !== this.#rows)
      throw new Error(`${people} imported people are there, the file has ${this.#rows}`);
  }
}

const mapping = {
  name: 'fault rounds',
  system: 'fault-import',
  records: { contact: { id: 'id', fields: { email: 'email', name: 'name' }, stages: { mql: 'mql_on' } } },
};

function csvOf(rows: number): string {
  const lines = ['id,email,name,mql_on'];
  for (let row = 0; row < rows; row += 1) {
    lines.push(
      `k${row},person${row}@imported-${row % 97}.com,imported person ${row},2026-0${1 + (row % 9)}-11`,
    );
  }
  return `${lines.join('\n')}\n`;
}
