import type { Packet } from '../packet/packet.ts';

const times = (count: number) => (count === 2 ? 'twice' : count === 3 ? 'three times' : `${count} times`);
const most = 140;

/**
 * What is to be known of a lead in one line: what they asked and nobody answered, else what they came back to, else what
 * they read last, else why they are here.
 */
export function packetSummary(packet: Packet | Record<string, never>): string {
  if (!('why' in packet)) return '';
  const { questions, read, told, why } = packet;
  const question = questions[0];
  if (question) return cut(`asks: ${question.text}`);
  const often = read.toSorted((left, right) => right.times - left.times)[0];
  if (often && often.times > 1) return cut(`read “${often.title}” ${times(often.times)}`);
  const said = told.find(({ from }) => from === 'them');
  if (said) return cut(`said: ${said.text}`);
  if (often) return cut(`read “${often.title}”`);
  return cut(why.sentence);
}

const cut = (text: string) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
