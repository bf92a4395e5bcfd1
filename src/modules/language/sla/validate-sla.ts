import { validateCalendar } from './calendar/index.ts';
import { type BusinessCalendar, gradeNames, type SlaPolicy } from './policy.ts';

/** What is wrong in an agreement, where, and what to do about it. */
type Problem = { path: string; message: string };
type Stage = { key: string; name: string };

type Validate = { policy: SlaPolicy; stages: readonly Stage[] };

/** What could not be promised, or counted, as it stands. */
export function validateSla({ policy, stages }: Validate): Problem[] {
  return [
    ...stageProblems(policy, stages),
    ...calendarProblems(policy.calendars),
    ...marketingProblems(policy),
    ...gradeProblems(policy),
    ...attemptProblems(policy),
    ...dayProblems(policy),
    ...escalationProblems(policy),
  ].map(({ path, message }) => ({ path: `policy.${path}`, message }));
}

function stageProblems(policy: SlaPolicy, stages: readonly Stage[]): Problem[] {
  const known = stages.map(({ key }) => key).join(', ');
  const places = { returnStage: 0, offerStage: 0, acceptStage: 0 };
  const problems: Problem[] = [];
  for (const which of ['returnStage', 'offerStage', 'acceptStage'] as const) {
    places[which] = stages.findIndex(({ key }) => key === policy[which]);
    if (places[which] < 0)
      problems.push({
        path: which,
        message: `There is no lifecycle stage "${policy[which]}". Choose one of: ${known}.`,
      });
  }
  if (problems.length > 0) return problems;
  const named = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key;
  if (places.acceptStage <= places.offerStage)
    problems.push({
      path: 'acceptStage',
      message: `Accepting a lead takes it forward, and ${named(policy.acceptStage)} does not come after ${named(policy.offerStage)}. Choose a later stage.`,
    });
  if (places.returnStage >= places.offerStage)
    problems.push({
      path: 'returnStage',
      message: `A lead that is given back leaves the offer, and ${named(policy.returnStage)} does not come before ${named(policy.offerStage)}. Choose an earlier stage.`,
    });
  return problems;
}

/** From when on a calendar has to open: it may only be its days off that shut it for good. */
const anyMomentOf = ({ daysOff }: BusinessCalendar) => {
  const [first = '2020-01-01'] = daysOff.toSorted();
  return Date.parse(`${first}T00:00:00Z`);
};

function calendarProblems(calendars: readonly BusinessCalendar[]): Problem[] {
  return calendars.flatMap((calendar, at) => {
    const path = `calendars.${at}`;
    const earlier = calendars.slice(0, at);
    const problems = validateCalendar(calendar, anyMomentOf(calendar)).map((message) => ({ path, message }));
    if (earlier.some(({ key }) => key === calendar.key))
      problems.push({
        path: `${path}.key`,
        message: `Two calendars have the key "${calendar.key}". Sellers choose theirs by it: give each its own.`,
      });
    if (earlier.some(({ name }) => name === calendar.name))
      problems.push({
        path: `${path}.name`,
        message: `Two calendars are called "${calendar.name}". Give each a name of its own.`,
      });
    const twice = calendar.daysOff.find((day, place) => calendar.daysOff.indexOf(day) !== place);
    if (twice !== undefined)
      problems.push({
        path: `${path}.daysOff`,
        message: `${twice} is twice among the days off of "${calendar.name}". Take one out.`,
      });
    return problems;
  });
}

function marketingProblems({ marketing }: SlaPolicy): Problem[] {
  const { packetItems, packetCompletenessPercent } = marketing;
  if (packetItems.length === 0 && packetCompletenessPercent !== null)
    return [
      {
        path: 'marketing.packetCompletenessPercent',
        message:
          'Packets are promised to be complete, and nothing is named that they hold. Choose what a packet tells, or promise no share.',
      },
    ];
  const twice = packetItems.find((item, at) => packetItems.indexOf(item) !== at);
  return twice === undefined
    ? []
    : [{ path: 'marketing.packetItems', message: `"${twice}" is promised twice. Take one out.` }];
}

const covers = (wanted: string, grade: string) => grade === wanted || [...grade].includes(wanted);

/** The first line that fits a lead holds, so a line whose grades are all taken before never does. */
function gradeProblems({ sales }: SlaPolicy): Problem[] {
  const taken = new Map<string, number>();
  return sales.firstResponse.flatMap(({ grades }, at) => {
    const path = `sales.firstResponse.${at}.grades`;
    if (grades.length === 0)
      return [{ path, message: 'This line names no grade. Name one, or take the line out.' }];
    const problems = grades.flatMap((wanted, place): Problem[] => {
      if (grades.indexOf(wanted) !== place)
        return [{ path, message: `${wanted} is named twice in one line. Take one out.` }];
      const own = gradeNames.filter((grade) => covers(wanted, grade));
      const before = own.map((grade) => taken.get(grade));
      if (before.includes(undefined)) return [];
      const [line = 0] = before;
      return [
        {
          path,
          message: `${wanted} is named twice: line ${line + 1} holds for it already, so this one never does. Take ${wanted} out of one of the two, or put this line first.`,
        },
      ];
    });
    for (const wanted of grades)
      for (const grade of gradeNames) if (covers(wanted, grade) && !taken.has(grade)) taken.set(grade, at);
    return problems;
  });
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const minutesAnHour = 60;

/** Office hours of a day on which it is open at all, on average. */
function hoursADay({ hours }: BusinessCalendar): number {
  const days = new Set(hours.map(({ weekday }) => weekday)).size;
  const minutes = hours.reduce((sum, { from, to }) => sum + Math.max(0, minutesOf(to) - minutesOf(from)), 0);
  return days === 0 ? 0 : minutes / minutesAnHour / days;
}

const longestDay = (policy: SlaPolicy) => Math.max(0, ...policy.calendars.map(hoursADay));

const daysAWeek = 7;
const longestWeek = (policy: SlaPolicy) =>
  Math.max(
    0,
    ...policy.calendars.map((calendar) => {
      const days = new Set(calendar.hours.map(({ weekday }) => weekday)).size;
      return hoursADay(calendar) * days;
    }),
  );

const rounded = (hours: number) => Math.round(hours * 10) / 10;

function attemptProblems(policy: SlaPolicy): Problem[] {
  const { attempts } = policy.sales;
  if (attempts === null) return [];
  const needed = (attempts.atLeast - 1) * attempts.apartHours;
  const there = (longestWeek(policy) / daysAWeek) * attempts.withinDays;
  if (there === 0 || needed <= there) return [];
  return [
    {
      path: 'sales.attempts.withinDays',
      message: `${attempts.atLeast} tries ${attempts.apartHours} business hours apart take ${rounded(needed)} business hours, and ${attempts.withinDays} days have about ${rounded(there)}. Give more days, or fewer or closer tries.`,
    },
  ];
}

function dayProblems(policy: SlaPolicy): Problem[] {
  const { dispositionDays, expiresDays, firstResponse, firstResponseHours } = policy.sales;
  const problems: Problem[] = [];
  if (expiresDays < dispositionDays)
    problems.push({
      path: 'sales.expiresDays',
      message: `An offer would come back after ${expiresDays} business days, before the ${dispositionDays} that sales has to decide are over. Give at least ${dispositionDays}.`,
    });
  const there = longestDay(policy) * expiresDays;
  const tooLong = (hours: number, path: string): Problem[] =>
    there === 0 || hours <= there
      ? []
      : [
          {
            path,
            message: `The offer comes back after ${expiresDays} business days, which have ${rounded(there)} office hours: before ${hours} have passed. Give fewer hours, or let offers stand for longer.`,
          },
        ];
  return [
    ...problems,
    ...firstResponse.flatMap(({ hours }, at) => tooLong(hours, `sales.firstResponse.${at}.hours`)),
    ...tooLong(firstResponseHours, 'sales.firstResponseHours'),
  ];
}

function escalationProblems({ escalation, sales }: SlaPolicy): Problem[] {
  const allowed = [...sales.firstResponse.map(({ hours }) => hours), sales.firstResponseHours];
  const shortest = Math.min(...allowed);
  return escalation.flatMap(({ hours, to }, at): Problem[] => {
    const path = `escalation.${at}`;
    const problems: Problem[] = [];
    if (-hours >= shortest)
      problems.push({
        path: `${path}.hours`,
        message: `${-hours} business hours before an answer is due is before the clock starts: the shortest promise is ${shortest} business hours. Give fewer than ${shortest}.`,
      });
    if (escalation.findIndex((step) => step.hours === hours) !== at)
      problems.push({
        path: `${path}.hours`,
        message: 'Two steps come at the same moment. Make them one that tells both.',
      });
    if (to.some((target, place) => to.indexOf(target) !== place))
      problems.push({ path: `${path}.to`, message: 'The same people are told twice. Name them once.' });
    return problems;
  });
}
