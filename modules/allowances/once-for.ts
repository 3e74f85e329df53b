/** Calls `make` once for each thing and remembers: most lines of a list share what settlement says of them. */
export function onceFor<Thing extends object, Made>(make: (thing: Thing) => Made): (thing: Thing) => Made {
  const made = new Map<Thing, Made>();
  let lastThing: Thing | undefined;
  let last: Made | undefined;
  return (thing) => {
    if (thing === lastThing) return last as Made;
    let found = made.get(thing);
    if (found === undefined) {
      found = make(thing);
      made.set(thing, found);
    }
    lastThing = thing;
    last = found;
    return found;
  };
}
