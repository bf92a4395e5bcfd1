/** Of pieces that are not documents: what they are, in a sentence. */
export const descriptions: Readonly<Record<string, string>> = {
  'asset-pricing': 'What meters and software cost, by number of machines.',
  'asset-roi-calculator': 'Type in machines and tariff, get the months until it has paid for itself.',
  'asset-video-lineswap': 'Four minutes: how meters are fitted while a line is swapped.',
  'asset-rec-peaks': 'Forty minutes with the foundry’s energy manager, and the questions afterwards.',
  'asset-rec-leaks': 'How to find leaks by ear, by ultrasound and by meter.',
  'asset-blog-tariffs': 'One machine, one week, two tariffs.',
  'asset-blog-compressors': 'What maintenance hears before the meter says it.',
  'asset-blog-audit': 'Papers, people and the two days of the audit.',
  'asset-blog-subsidies': 'Which country pays for meters, and until when.',
  'asset-blog-modbus': 'Registers, byte order and the manual that is always wrong.',
  'asset-blog-culture': 'What our own kitchen draws at night.',
  'asset-home': 'The front page.',
  'asset-page-watch': 'What the software shows, with pictures.',
  'asset-page-meters': 'The meters, with drawings and data.',
  'asset-page-prize': 'Leave an address, win a thermal camera.',
  'asset-page-careers': 'Open positions.',
};
