// As the common programs write them in English, German, French, Spanish, Dutch and Italian.
const automaticSubjects =
  /^\s*(auto(matic|matisk|mated)?[ -]?(reply|response|svar)|out of (the )?office|abwesen(d|heit)|automatische (antwort|reply)|r[ée]ponse automatique|message d[’']absence|absence du bureau|respuesta autom[áa]tica|fuera de la oficina|automatisch antwoord|afwezig|risposta automatica|fuori sede|undeliver(able|ed)|delivery status notification|mail delivery (failed|subsystem)|unzustellbar)/i;

/** Whether a program wrote it. `header` answers a header's value in lower case, or null. */
export function isAutomatic(options: { header: (name: string) => string | null; subject: string }): boolean {
  const { header, subject } = options;
  const submitted = header('auto-submitted');
  if (submitted !== null && !submitted.startsWith('no')) return true;
  if (header('x-autoreply') !== null || header('x-autorespond') !== null) return true;
  if (/^(bulk|auto_reply|junk|list)\b/.test(header('precedence') ?? '')) return true;
  // Where a mail can be left with one click it went to many, whoever's name it bears.
  if (header('list-unsubscribe') !== null) return true;
  return automaticSubjects.test(subject);
}
