import fc from 'fast-check';
import { dayNo } from '#platform/month/month.ts';
import type { InputRow } from '../input/input-row.ts';
import { AREAS, day } from './random-law.testing.ts';

// Random people for the parity tests, close to the dates and places of the random law.
const births = fc.oneof(
  fc.integer({ min: dayNo('1920-01-01'), max: dayNo('1960-01-01') }),
  fc.constantFrom(
    dayNo('1944-02-29'),
    dayNo('1924-02-29'),
    dayNo('1940-06-01'),
    dayNo('1943-03-31'),
    dayNo('1943-04-30'),
  ),
);
const eventDay = fc.option(day);

export const person: fc.Arbitrary<InputRow[]> = fc
  .record({
    bornDay: births,
    deathDay: fc.option(day, { freq: 3 }),
    appliedDay: eventDay,
    confirmedDay: eventDay,
    cuts: fc.uniqueArray(fc.oneof(day, fc.constantFrom(dayNo('2023-05-01'), dayNo('2024-02-29'))), { maxLength: 4 }),
    stretches: fc.array(
      fc.record({
        area: fc.constantFrom(...AREAS),
        since: fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 3, maxLength: 3 }),
        hukouKind: fc.constantFrom('urban', 'rural', 'unknown'),
        residence: fc.option(fc.record({ area: fc.constantFrom(...AREAS), ago: fc.integer({ min: 0, max: 1200 }) })),
        income: fc.constantFrom('none', 'none', 'dibao', 'dibian', 'tekun', 'low-income'),
        pension: fc.constantFrom('none', 'resident', 'employee', 'civil-servant'),
        status: fc.constantFrom('none', 'none', 'retired-cadre', 'army-retired'),
        abilityGrade: fc.option(fc.integer({ min: 0, max: 4 })),
        otherMonthlyFen: fc.constantFrom(0, 0, 5_000, 40_000),
        suspension: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
        known: day,
      }),
      { minLength: 5, maxLength: 5 },
    ),
  })
  .map(({ bornDay, deathDay, appliedDay, confirmedDay, cuts, stretches }) => {
    const begins = [dayNo('1999-05-07'), ...cuts.sort((a, b) => a - b)];
    return begins.map((fromDay, index) => {
      const { area, since, residence, known, ...rest } = stretches[index]!;
      return {
        ...rest,
        personNo: 1,
        unit: '331083',
        bornDay,
        deathDay,
        appliedDay,
        confirmedDay,
        fromDay,
        toDay: begins[index + 1] ?? null,
        knownDay: known,
        area,
        town: area,
        village: 0,
        hukouCountySince: fromDay - (since[0] ?? 0),
        hukouCitySince: fromDay - (since[1] ?? 0),
        hukouProvinceSince: fromDay - (since[2] ?? 0),
        residenceArea: residence ? residence.area : null,
        residenceSince: residence ? fromDay - residence.ago : null,
      } as InputRow;
    });
  });
