// Every action the trail knows, read off the words that there are for them.
import words from './locales/en.json';

export const ACTIONS: string[] = Object.entries(words.said)
  .flatMap(([room, actions]) =>
    typeof actions === 'string'
      ? []
      : Object.keys(actions).map((action) => `${room}.${action.replace(/_(one|many|other)$/, '')}`),
  )
  .filter((each, place, all) => all.indexOf(each) === place)
  .sort();
