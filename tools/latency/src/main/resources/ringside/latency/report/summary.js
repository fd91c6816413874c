// What the run was, the figures that matter most, and the table of everything.

const KEYS = [['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['p999', 'p99.9'], ['max', 'max']];

/** How a value stands to the other run's, or null where there is nothing to say. */
function change(stage, key) {
  const other = stageOf(baseline, stage.tag);
  if (!other || !other[key] || !stage[key]) return null;
  const ratio = stage[key] / other[key];
  const words = ratio >= 2 || ratio <= 0.5
    ? `${ratio >= 2 ? '▲' : '▼'} ${+(ratio >= 2 ? ratio : 1 / ratio).toPrecision(2)}× ${ratio >= 2 ? 'more' : 'less'}`
    : Math.abs(ratio - 1) < 0.02 ? 'equal' : `${ratio > 1 ? '▲ +' : '▼ −'}${Math.round(Math.abs(ratio - 1) * 100)} %`;
  const kind = Math.abs(ratio - 1) < 0.05 ? '' : ratio > 1 ? 'worse' : 'better';
  return el('small', { class: kind, title: `was ${shown(stage, other[key])}` }, words);
}

function facts(from) {
  const parts = [
    [since(from.toMs - from.fromMs), ''],
    [`${day(from.fromMs)} ${clock(from.fromMs)}`, ` to ${day(from.toMs) === day(from.fromMs) ? '' : `${day(from.toMs)} `}${clock(from.toMs)} UTC`],
    [count(from.intervals), ' intervals'],
    [String(from.stages.length), ' stages'],
    [String(from.files.length), from.files.length === 1 ? ' file' : ' files'],
  ];
  const line = el('p', { class: 'facts', title: from.files.join('\n') });
  parts.forEach(([strong, rest], i) => line.append(...(i ? [' · '] : []), el('b', {}, strong), rest));
  return line;
}

function tile(stage, name, key) {
  const [number, unit] = valueParts(stage, stage[key]);
  return el('div', { class: 'tile' }, el('span', {}, name), el('b', {}, number, el('i', {}, unit)), change(stage, key));
}

function tiles() {
  const all = el('div', { class: 'tiles' });
  const main = stageOf(run, run.foremost);
  const names = { inputToView: 'Input to view', frame: 'Frame' };
  const name = names[main.tag] || main.tag;
  for (const [key, words] of KEYS) if (key !== 'p90') all.append(tile(main, `${name}, ${words}`, key));
  const frame = stageOf(run, 'frame');
  if (frame && frame !== main) all.append(tile(frame, 'Frame, p99', 'p99'));
  for (const [tag, words] of [['hiccup', 'Longest hiccup'], ['gcPause', 'Longest GC pause'], ['safepoint', 'Longest to safepoint']]) {
    const stage = stageOf(run, tag);
    if (stage && stage !== main) all.append(tile(stage, words, 'max'));
  }
  return all;
}

/** The p99 of a stage over the run, small. */
function spark(stage) {
  const width = 110;
  const height = 22;
  const values = stage.spans.p99;
  const low = Math.log10(Math.max(1, Math.min(...values)));
  const high = Math.max(low + 0.3, Math.log10(Math.max(1, ...values)));
  const all = run.toMs - run.fromMs;
  const path = values.map((value, i) => {
    const x = (stage.spans.fromMs[i] + stage.spans.lengthMs[i] / 2) / all * width;
    const y = height - 2 - (Math.log10(Math.max(1, value)) - low) / (high - low) * (height - 4);
    return `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
  const line = svg('path', { d: path, fill: 'none', 'stroke-width': 1.3 });
  line.style.stroke = 'var(--accent)';
  return svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, line);
}

function stagesCard() {
  const head = el('tr', {}, el('th', { scope: 'col' }, 'stage'), el('th', { scope: 'col' }, 'count'), el('th', { scope: 'col' }, 'mean'),
    ...KEYS.map(([, words]) => el('th', { scope: 'col' }, words)), el('th', { scope: 'col' }, 'p99 over the run'));
  const body = el('tbody');
  for (const [group, title] of Object.entries(data.groups)) {
    const its = run.stages.filter(stage => stage.group === group);
    if (!its.length) continue;
    body.append(el('tr', { class: 'group' }, el('th', { colspan: 9, scope: 'colgroup' }, title)));
    for (const stage of its) {
      body.append(el('tr', {},
        el('th', { scope: 'row' }, stage.tag, stage.meaning ? el('small', {}, stage.meaning) : null),
        el('td', {}, count(stage.count)),
        el('td', {}, shown(stage, stage.mean), change(stage, 'mean')),
        ...KEYS.map(([key]) => el('td', {}, shown(stage, stage[key]), change(stage, key))),
        el('td', {}, spark(stage))));
    }
  }
  const text = baseline
    ? 'Every stage of this run. Below each value: how it stands to the baseline (hold the pointer on it for the other value).'
    : 'Every stage of this run, in numbers.';
  return card('stages', 'All stages', text, el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, head), body)));
}

function troubleCard() {
  if (!run.problems.length) return null;
  const section = card('trouble', 'Lines that could not be read', 'They are left out; everything else in these files is in this report.',
    el('ul', {}, ...run.problems.map(each => el('li', {}, each))));
  section.classList.add('trouble');
  return section;
}

function readingCard() {
  const lines = [
    'Histograms hold every value that was recorded, so a percentile here is one of the whole run or of a whole interval, never a mean of percentiles.',
    'The way of an input is told from the moment its bytes were received: each mark holds all before it. Means of marks that count the same inputs can be subtracted to get a part. Percentiles cannot: the p99 of a part need not be of the same inputs as the p99 of the whole.',
    'A hiccup is how much longer than asked a short sleep lasted. No code of the server is in it: it is the machine, the collector or a neighbour.',
    `The worst moments are intervals of ${since(run.momentMs)}. That something else was high in the same interval makes it a suspect, not yet the cause; what began at the end of one interval shows in the next.`,
    'Times are UTC. In pictures the arrow keys move, Home and End jump, Escape lets go.',
  ];
  return el('section', { class: 'card read' }, el('details', {}, el('summary', {}, 'How to read this'), el('ul', {}, ...lines.map(each => el('li', {}, each)))));
}
