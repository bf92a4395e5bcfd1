export { addBusinessDays, addBusinessMs, businessMsBetween, isOpen, openSpans } from './business-time.ts';
export { calendarWords } from './calendar-words.ts';
export {
  holidayCountries,
  holidayRegions,
  holidayStates,
  listHolidays,
  type PublicHoliday,
} from './holidays.ts';
export { validateCalendar } from './validate-calendar.ts';
