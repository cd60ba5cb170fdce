/** Which accounts on different messengers are one human's: those with one phone, else those with one name. */

/** The accounts among `people` that `person` has on other messengers, at most one on each. */
export function twinsOf(person, people) {
  const others = people.filter((other) => other.platform !== person.platform);
  const alike = [
    ...others.filter((other) => other.phone === person.phone),
    ...others.filter((other) => nameOf(other) === nameOf(person)),
  ];
  return alike.filter((other, at) => alike.findIndex(({ platform }) => platform === other.platform) === at);
}

/** The same people, each followed by the human's other accounts. */
export function byHuman(people) {
  return [...new Set(people.flatMap((person) => [person, ...twinsOf(person, people)]))];
}

function nameOf({ first_name: first, last_name: last }) {
  return `${first} ${last}`.trim();
}
