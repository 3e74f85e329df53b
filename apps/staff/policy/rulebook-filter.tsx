import { Button, Input } from 'antd';
import { Choice } from '../../kit/antd/choice.tsx';
import { today } from '../../kit/month.ts';
import { RULE_STATES } from '../search.ts';
import { RULE_STATE_NAMES } from './rule-words.ts';

type RuleState = (typeof RULE_STATES)[number];
type Wish = { day?: string | undefined; city?: string | undefined; state?: RuleState | undefined };
type RulebookFilterProps = Wish & { day: string; cities: readonly string[]; onChange: (wish: Wish) => void };

const STATES = RULE_STATES.map((value) => ({ value, label: RULE_STATE_NAMES[value] }));

/** 筛选 by day, city and state; the day is typed or picked with the browser's own calendar. */
export function RulebookFilter({ day, city, state, cities, onChange }: RulebookFilterProps) {
  return (
    <form className="staff-filter staff-no-print" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      <div className="kit-choice">
        <label htmlFor="rulebook-day">哪一天的标准</label>
        <Input
          id="rulebook-day"
          type="date"
          value={day}
          max="2099-12-31"
          onChange={({ target }) => target.value !== '' && onChange({ day: target.value })}
        />
      </div>
      <Choice
        name="城市"
        value={city}
        options={cities.map((each) => ({ value: each, label: each }))}
        withAll
        onChange={(chosen) => onChange({ city: chosen })}
      />
      <Choice name="状态" value={state} options={STATES} withAll onChange={(chosen) => onChange({ state: chosen })} />
      {day !== today() && <Button onClick={() => onChange({ day: undefined })}>看今天的标准</Button>}
    </form>
  );
}
