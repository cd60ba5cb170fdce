/** Numbers and sizes as Persian readers write them. */

const DIGITS = "۰۱۲۳۴۵۶۷۸۹";

/** The text with its ASCII digits turned into Persian ones. */
export function digits(text) {
  return String(text).replace(/[0-9]/g, (digit) => DIGITS[digit]);
}

/** The text with its Persian and Arabic digits and decimal sign turned into ASCII ones, for reading a number. */
export function ascii(text) {
  return text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[٫،,]/g, ".");
}

/** A number of bytes as «۱٫۴ مگابایت». */
export function fileSize(bytes) {
  const units = ["بایت", "کیلوبایت", "مگابایت", "گیگابایت"];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const shown = unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10;
  return `${digits(shown).replace(".", "٫")} ${units[unit]}`;
}

/** Seconds as «۱:۰۵». */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return digits(`${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`);
}

/** The form in which two spellings of one name are equal: one kind of ye and kaf, no half-space, ASCII digits. */
export function folded(text) {
  return ascii(text).replace(/ي/g, "ی").replace(/ك/g, "ک").replace(/\u200c/g, " ").toLowerCase();
}
