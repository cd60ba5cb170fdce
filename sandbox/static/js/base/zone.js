/** Instants as a time zone's wall shows them: Jalali date and time of day. */

import { MONTHS, WEEKDAYS, dayOf, jalaliOf, weekdayOf } from "./jalali.js";
import { digits } from "./persian.js";

const DAY = 86_400_000;

export class Zone {
  /** @param {string} name an IANA name, as "Asia/Tehran" */
  constructor(name) {
    this.format = new Intl.DateTimeFormat("en-u-hc-h23", {
      timeZone: name,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** The wall's reading at `instant` as milliseconds, as if the wall were in UTC. */
  wall(instant) {
    const part = {};
    for (const { type, value } of this.format.formatToParts(instant)) part[type] = Number(value);
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  }

  /** The day (since 1970-01-01) on the wall. */
  day(instant) {
    return Math.floor(this.wall(instant) / DAY);
  }

  /** The instant at which the wall shows this Jalali date and time. */
  instant(date, hour, minute) {
    const wanted = dayOf(date) * DAY + (hour * 60 + minute) * 60_000;
    const offset = (at) => this.wall(new Date(at)) - at;
    // The offset of the first guess may be the one before a change of summer time; the second guess has the right one.
    const guess = wanted - offset(wanted);
    return new Date(wanted - offset(guess));
  }

  /** «۱۸:۰۵» */
  time(instant) {
    return digits(new Date(this.wall(instant)).toISOString().slice(11, 16));
  }

  /** «شنبه ۱۳ مهر ۱۳۹۸» */
  date(instant) {
    return longDate(this.day(instant));
  }
}

/** A day as «شنبه ۱۳ مهر ۱۳۹۸». */
export function longDate(days) {
  const { year, month, day } = jalaliOf(days);
  return digits(`${WEEKDAYS[weekdayOf(days)]} ${day} ${MONTHS[month - 1]} ${year}`);
}
