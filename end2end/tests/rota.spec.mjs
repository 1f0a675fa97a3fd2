// The feed of a year's rota, hour by hour: two libraries for calendars read it as Deskbell does.
// The same two files are written and read by `crates/domain/tests/feed.rs`.
import { readFileSync } from 'node:fs';
import { test, expect } from '@playwright/test';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2026, 10, 16);
const names = ['Bo Hansen; on call', 'Ines Prado, \\ second', 'Zoë Ångström-Łuczak 😀', 'Cy'];
const kept = file => readFileSync(new URL(`../fixtures/rota/${file}`, import.meta.url), 'utf8');
const feed = kept('year.ics');
const hours = kept('year.hours');

// One letter for every hour, as the kept file has them; `!` where two are on the desk at once.
function told(events) {
  const letters = Array(hours.length).fill('.');
  for (const { name, from, to } of events) {
    for (let hour = Math.ceil((from - BEGIN) / HOUR); hour * HOUR + BEGIN < to; hour++) {
      if (hour >= 0 && hour < letters.length) letters[hour] = letters[hour] === '.' ? 'ABCD'[names.indexOf(name)] : '!';
    }
  }
  return letters.join('');
}

test('ical.js reads the same person for every hour of a year', () => {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const events = calendar.getAllSubcomponents('vevent').map(part => new ICAL.Event(part)).map(event => ({
    name: event.summary, from: event.startDate.toJSDate().getTime(), to: event.endDate.toJSDate().getTime(),
  }));
  expect(events.length).toBeGreaterThan(500);
  expect(told(events)).toBe(hours);
});

test('node-ical reads the same person for every hour of a year', () => {
  const events = Object.values(nodeIcal.sync.parseICS(feed)).filter(part => part.type === 'VEVENT').map(event => ({
    name: event.summary, from: event.start.getTime(), to: event.end.getTime(),
  }));
  expect(events.length).toBeGreaterThan(500);
  expect(told(events)).toBe(hours);
});
