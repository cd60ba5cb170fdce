/**
 * The Jalali calendar by its 33-year cycle, which gives the official leap years from 1178 to 1633.
 * A day is the number of days since 1970-01-01; months count from 1.
 */

const DAY_BEFORE_YEAR_ONE = -492269;

export const MONTHS = [
  "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
  "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
];

/** From Saturday, with which a week begins. */
export const WEEKDAYS = ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"];

const daysBeforeMonth = (month) => (month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6);
const daysBeforeYear = (year) => 365 * (year - 1) + Math.floor((8 * year + 21) / 33);

/** The day of a Jalali date. */
export function dayOf({ year, month, day }) {
  return DAY_BEFORE_YEAR_ONE + daysBeforeYear(year) + daysBeforeMonth(month) + day;
}

/** The Jalali date `{year, month, day}` of a day. */
export function jalaliOf(days) {
  let year = Math.floor((days - DAY_BEFORE_YEAR_ONE) / 365.2422) + 1;
  if (days < dayOf({ year, month: 1, day: 1 })) year -= 1;
  else if (days >= dayOf({ year: year + 1, month: 1, day: 1 })) year += 1;
  const within = days - dayOf({ year, month: 1, day: 1 });
  const month = within < 186 ? Math.floor(within / 31) + 1 : Math.floor((within - 186) / 30) + 7;
  return { year, month, day: within - daysBeforeMonth(month) + 1 };
}

/** How many days a month has. */
export function monthLength(year, month) {
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  return dayOf({ ...next, day: 1 }) - dayOf({ year, month, day: 1 });
}

/** The place of a day in its week: 0 for Saturday, 6 for Friday. */
export function weekdayOf(days) {
  return (((days + 5) % 7) + 7) % 7;
}
