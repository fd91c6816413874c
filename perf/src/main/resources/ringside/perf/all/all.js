// The results of `all`: what was promised, what others claimed, and each measure with its curves.

const data = JSON.parse(document.getElementById('data').textContent);
const tip = document.getElementById('tip');
const SVG = 'http://www.w3.org/2000/svg';
const redraws = [];

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

// ---- numbers as people read them

function digits(value) {
  const size = Math.abs(value);
  if (value === 0 || size >= 999.5) return Math.round(value).toLocaleString('en-US');
  return size >= 99.95 ? value.toFixed(0) : size >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

function scaled(value, step, units) {
  let number = value;
  let unit = 0;
  while (Math.abs(number) >= 999.5 && unit < units.length - 1) {
    number /= step;
    unit++;
  }
  return [unit === 0 && number % 1 === 0 ? String(number) : digits(number), units[unit]];
}

function parts(value, unit) {
  switch (unit) {
    case 'ns': return scaled(value, 1000, ['ns', 'µs', 'ms', 's']);
    case 'bytes': return value < 10_000 ? [digits(value), 'bytes'] : scaled(value / 1000, 1000, ['kB', 'MB', 'GB']);
    case 'a second': return value < 10_000 ? [digits(value), '/s'] : scaled(value / 1000, 1000, ['k/s', 'M/s', 'G/s']);
    case 'x': return [value >= 1e6 ? 'beyond' : digits(value), value >= 1e6 ? '' : '×'];
    case 'yes': return [value ? 'yes' : 'no', ''];
    default: return [digits(value), unit];
  }
}

const shown = (value, unit) => parts(value, unit).join('\u2009').trim();
const duration = seconds => seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

// ---- what becomes of a promise

function mark(met, words) {
  return el('span', { class: `mark ${met === undefined ? 'none' : met ? 'good' : 'bad'}` }, words ?? (met === undefined ? '–' : met ? 'met' : 'missed'));
}

function bar(figure) {
  if (figure.bar === undefined) return '';
  if (figure.unit === 'yes') return 'yes';
  return `${figure.atLeast ? '≥' : '≤'}\u2009${shown(figure.bar, figure.unit)}`;
}

function card(id, title, text, ...children) {
  return el('section', { id, class: 'card', 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, title), text ? el('p', {}, text) : null, ...children);
}

function table(heads, rows) {
  return el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col', class: head === 'figure' ? 'left' : null }, head)))),
    el('tbody', {}, ...rows)));
}

function tile(name, value, unit) {
  return el('div', { class: 'tile' }, el('span', {}, name), el('b', {}, value, unit ? el('i', {}, unit) : null));
}

const promised = data.measures.flatMap(measure => (measure.figures || []).filter(figure => figure.bar !== undefined).map(figure => ({ measure, figure })));
const claims = data.measures.flatMap(measure => (measure.result?.claims || []).map(claim => ({ measure, claim })));

function tiles() {
  const find = (name, label) => data.measures.find(each => each.name === name)?.figures?.find(each => each.label === label);
  const all = el('div', { class: 'tiles' },
    tile('Measured', `${data.measures.filter(each => each.done).length}`, ` of ${data.measures.length}`),
    promised.length ? tile('Bars met', `${promised.filter(each => each.figure.met).length}`, ` of ${promised.length}`) : null,
    claims.length ? tile('Claims beaten', `${claims.filter(each => each.claim.beaten).length}`, ` of ${claims.length}`) : null);
  for (const [name, label, words] of [
    ['pipeline', 'events journalled and applied', 'Journalled events'],
    ['net', 'CPU for each client and frame', 'CPU a client and frame'],
    ['net', 'input to view, p99', 'Input to view, p99'],
    ['pauses', 'longest pause of the collector', 'Longest pause'],
    ['replay', 'from its file, times real time', 'Replay'],
    ['takeover', 'gap, at most', 'Longest takeover'],
  ]) {
    const figure = find(name, label);
    if (figure) all.append(tile(words, ...parts(figure.value, figure.unit)));
  }
  return all;
}

function promisesCard() {
  if (!promised.length) return null;
  const rows = promised.map(({ measure, figure }) => el('tr', {},
    el('th', { scope: 'row' }, el('a', { href: `#${measure.name}` }, measure.name)),
    el('td', { class: 'left' }, figure.label),
    el('td', {}, shown(figure.value, figure.unit)),
    el('td', {}, bar(figure)),
    el('td', {}, mark(figure.met))));
  return card('bars', 'What was promised', 'Every figure that has a bar.', table(['measure', 'figure', 'measured', 'bar', ''], rows));
}

function claimsCard() {
  if (!claims.length) return null;
  const rows = claims.map(({ measure, claim }) => el('tr', {},
    el('th', { scope: 'row' }, el('a', { href: `#${measure.name}` }, claim.what), claim.reported.startsWith('nothing') ? null : el('small', {}, `reported: ${claim.reported}`)),
    el('td', {}, shown(claim.peer, unitOf(claim))),
    el('td', {}, shown(claim.ours, unitOf(claim))),
    el('td', {}, claim.reportedRatio ? shown(claim.reportedRatio, 'x') : '–'),
    el('td', {}, el('b', {}, shown(claim.ratio, 'x'))),
    el('td', {}, mark(claim.beaten, claim.beaten ? 'beaten' : 'not beaten'))));
  return card('claims', 'What others claimed, measured here', 'This program and the peer in one run on one machine. A ratio above 1 is to Ringside\u2019s favour; it beats a claim when it reaches the ratio that was reported, or 1 where none was.',
    table(['claim', 'peer', 'Ringside', 'reported', 'measured', ''], rows));
}

function unitOf(claim) {
  return claim.unit === 'us' ? 'µs' : claim.unit;
}

// ---- one measure

function figures(measure) {
  if (!measure.figures?.length) return null;
  return el('div', {}, el('h3', {}, 'Figures'), table(['', 'measured', 'bar', ''], measure.figures.map(figure => el('tr', {},
    el('th', { scope: 'row' }, figure.label), el('td', {}, shown(figure.value, figure.unit)), el('td', {}, bar(figure)), el('td', {}, figure.bar === undefined ? null : mark(figure.met))))));
}

function chart(from) {
  const most = Math.max(...from.bars.map(each => each.value), 1e-9);
  const box = el('div', { class: 'bars', role: 'img', 'aria-label': from.bars.map(each => `${each.label} ${shown(each.value, each.unit)}`).join(', ') });
  from.bars.forEach((each, i) => {
    const line = el('i', { class: i === 0 ? 'own' : '' });
    line.style.width = `${Math.max(0, 100 * each.value / most)}%`;
    box.append(el('span', {}, each.label), el('span', {}, line), el('b', {}, shown(each.value, each.unit)));
  });
  return el('div', {}, el('h3', {}, from.title), box);
}

/** Objects with p50Ns and the like, wherever they stand in a result. */
function distributions(node, path = []) {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return [];
  if (typeof node.p50Ns === 'number' && typeof node.maxNs === 'number') return [{ name: path.join(' '), ...node }];
  return Object.entries(node).flatMap(([key, value]) => distributions(value, [...path, key]));
}

function distributionsOf(measure) {
  const rows = distributions(measure.result || {}).filter(each => each.maxNs > 0);
  if (!rows.length) return null;
  return el('div', {}, el('h3', {}, 'Distributions'), table(['', 'p50', 'p99', 'p99.9', 'max'], rows.map(each => el('tr', {},
    el('th', { scope: 'row' }, each.name), ...['p50Ns', 'p99Ns', 'p999Ns', 'maxNs'].map(key => el('td', {}, each[key] === undefined ? '–' : shown(each[key], 'ns')))))));
}

const percentOf = nines => {
  const percent = 100 * (1 - 10 ** -nines);
  return `${nines < 1 ? +percent.toFixed(1) : +percent.toFixed(Math.ceil(nines - 1e-9))}\u2009%`;
};

function curves(measure) {
  const all = (measure.curves || []).filter(curve => curve.values.length > 4);
  if (!all.length) return null;
  const hidden = new Set();
  const step = 1 / data.stepsPerNine;
  const colour = curve => `var(--c${all.indexOf(curve) % 8})`;
  const box = el('div', { class: 'chart focus', tabindex: 0, role: 'application', 'aria-roledescription': 'chart', 'aria-label': 'Percentile curves. Left and right arrow move along the percentiles.' });
  const legend = el('div', { class: 'legend', role: 'group', 'aria-label': 'Curves shown' });
  let plot = null;
  let at = null;

  function draw() {
    const width = box.clientWidth || 900;
    const height = Math.max(240, Math.min(340, width * 0.36));
    const left = 66;
    const right = 16;
    const bottom = height - 28;
    const lines = all.filter(curve => !hidden.has(curve.name));
    const picture = svg('svg', { height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
    if (!lines.length) {
      box.replaceChildren(picture);
      plot = null;
      return;
    }
    const nines = Math.max(2, ...lines.map(curve => (curve.values.length - 1) * step));
    const values = lines.flatMap(curve => curve.values).filter(value => value > 0);
    const low = values.length ? 10 ** Math.floor(Math.log10(Math.min(...values))) : 1;
    const high = Math.max(low * 10, ...values) * 1.15;
    const x = n => left + (width - left - right) * n / nines;
    const y = value => bottom - (bottom - 10) * Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
    for (let decade = low; decade <= high; decade *= 10) {
      for (const each of Math.log10(high / low) < 4 ? [1, 2, 5] : [1]) {
        const value = each * decade;
        if (value <= high) picture.append(svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(value), y2: y(value) }), svg('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, tick(value)));
      }
    }
    const marks = [[Math.log10(2), '50\u2009%']];
    for (let n = 1; n <= nines + 0.01; n++) marks.push([n, percentOf(n)]);
    for (const [n, words] of marks) picture.append(svg('line', { class: 'grid', x1: x(n), x2: x(n), y1: 10, y2: bottom }), svg('text', { x: x(n), y: height - 8, 'text-anchor': 'middle' }, words));
    for (const curve of lines) {
      const path = svg('path', { class: 'curve', d: curve.values.map((value, i) => `${i ? 'L' : 'M'}${x(i * step).toFixed(1)} ${y(value).toFixed(1)}`).join('') });
      path.style.stroke = colour(curve);
      picture.append(path);
    }
    const cursor = svg('line', { class: 'cursor', y1: 10, y2: bottom, visibility: 'hidden' });
    picture.append(cursor);
    box.replaceChildren(picture);
    plot = { width, left, right, nines, x, lines, cursor };
  }

  function tick(value) {
    const [number, unit] = scaled(value, 1000, ['ns', 'µs', 'ms', 's']);
    return `${+number.replace(/,/g, '')}\u2009${unit}`;
  }

  function move(nines, clientX, clientY) {
    if (!plot) return;
    at = Math.max(0, Math.min(plot.nines, Math.round(nines / step) * step));
    plot.cursor.setAttribute('x1', plot.x(at));
    plot.cursor.setAttribute('x2', plot.x(at));
    plot.cursor.setAttribute('visibility', 'visible');
    const place = box.getBoundingClientRect();
    const rows = el('table');
    const its = plot.lines.map(curve => ({ curve, value: curve.values[Math.min(curve.values.length - 1, Math.round(at / step))] })).sort((a, b) => b.value - a.value);
    for (const { curve, value } of its) {
      const dot = el('i');
      dot.style.background = colour(curve);
      rows.append(el('tr', {}, el('td', {}, dot, curve.name), el('td', {}, el('b', {}, shown(value, 'ns')))));
    }
    tip.replaceChildren(el('p', {}, `${percentOf(at)} of values are at most`), rows);
    tip.hidden = false;
    const size = tip.getBoundingClientRect();
    const px = clientX ?? place.left + plot.x(at);
    const py = clientY ?? place.top + 40;
    tip.style.left = `${Math.max(8, px + 16 + size.width > innerWidth - 8 ? px - 16 - size.width : px + 16)}px`;
    tip.style.top = `${Math.max(8, Math.min(innerHeight - size.height - 8, py + 14))}px`;
  }

  function leave() {
    at = null;
    if (plot) plot.cursor.setAttribute('visibility', 'hidden');
    tip.hidden = true;
  }

  box.addEventListener('pointermove', event => {
    if (!plot) return;
    const place = box.getBoundingClientRect();
    move((event.clientX - place.left - plot.left) / (plot.width - plot.left - plot.right) * plot.nines, event.clientX, event.clientY);
  });
  box.addEventListener('pointerleave', leave);
  box.addEventListener('blur', leave);
  box.addEventListener('keydown', event => {
    const from = at === null ? 1 : at;
    const to = { ArrowRight: from + step * 2, ArrowLeft: from - step * 2, Home: 0, End: plot?.nines }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Escape') leave();
  });
  for (const curve of all) {
    const line = el('i');
    line.style.color = colour(curve);
    const toggle = el('button', {
      type: 'button',
      'aria-pressed': 'true',
      title: `${curve.count.toLocaleString('en-US')} values, mean ${shown(curve.meanNs, 'ns')}`,
      onclick: () => {
        if (!hidden.delete(curve.name)) hidden.add(curve.name);
        toggle.setAttribute('aria-pressed', String(!hidden.has(curve.name)));
        draw();
      },
    }, line, curve.name);
    legend.append(toggle);
  }
  redraws.push(draw);
  return el('div', { class: 'curves' }, el('h3', {}, 'Every value: each step to the right is ten times rarer'), box, legend);
}

function measureCard(measure) {
  const charts = (measure.charts || []).map(chart);
  const blocks = [figures(measure), ...charts, distributionsOf(measure)].filter(Boolean);
  const lateness = measure.result?.generatorWasBottleneck === true
    ? el('p', { class: 'note' }, 'The load itself was late in this run: its latencies are its own, at least in part.') : null;
  const failed = measure.done ? null : el('div', {}, el('p', { class: 'note' }, `Failed with exit status ${measure.exit}.`), measure.words ? el('pre', {}, measure.words) : null);
  return card(measure.name, measure.title, measure.proves,
    el('p', { class: 'cmd' }, measure.command), failed, lateness,
    blocks.length ? el('div', { class: 'two' }, ...blocks) : null,
    curves(measure),
    measure.result ? el('details', {}, el('summary', {}, 'Everything it reported'), el('pre', {}, JSON.stringify(measure.result, null, 2))) : null);
}

function readingCard() {
  const lines = [
    'Each measure ran in a JVM of its own. What is compared took turns in the same run, and figures are medians of the rounds, so that a slow moment of the machine counts for all.',
    'Latencies count from when an input was due, whether or not the sender was in time; a run says when the sender itself was late.',
    'Ratios travel between machines better than times. On a shared machine look at the lowest and highest of the rounds before believing a median.',
    'A quick run shows that everything works. Its figures say little.',
  ];
  return el('section', { class: 'card read' }, el('details', {}, el('summary', {}, 'How to read this'), el('ul', {}, ...lines.map(each => el('li', {}, each)))));
}

function themeButton() {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let asked = null;
  const apply = () => {
    root.dataset.theme = asked || (dark.matches ? 'dark' : 'light');
  };
  dark.addEventListener('change', apply);
  addEventListener('beforeprint', () => { root.dataset.theme = 'light'; });
  addEventListener('afterprint', apply);
  apply();
  return el('button', {
    type: 'button',
    id: 'theme',
    onclick: () => {
      asked = root.dataset.theme === 'dark' ? 'light' : 'dark';
      apply();
    },
  }, 'Light / dark');
}

function build() {
  const machine = data.machine;
  const whole = data.measures.reduce((sum, each) => sum + each.seconds, 0);
  const cards = [['bars', 'Bars', promisesCard()], ['claims', 'Claims', claimsCard()], ...data.measures.map(each => [each.name, each.name, measureCard(each)])].filter(([, , made]) => made);
  document.getElementById('head').append(
    el('div', { class: 'bar' }, el('h1', {}, 'Ringside, measured'), el('span', { class: 'push bar' }, themeButton(), el('button', { type: 'button', onclick: () => print() }, 'Print'))),
    el('p', { class: 'facts' }, el('b', {}, data.started.replace('T', ' ').replace('Z', ' UTC')), ` · commit `, el('b', {}, data.commit.slice(0, 12) + (data.commit.endsWith('+') ? '+' : '')), ` · build ${data.build} · `, el('b', {}, duration(whole)), ' of measuring'),
    el('p', { class: 'machine' }, `${machine.processors} × ${machine.processor} · ${machine.system} · ${data.jvm}${data.flags.length ? ` · ${data.flags.join(' ')}` : ''}`),
    data.quick ? el('p', { class: 'note' }, 'A quick run: it shows that everything works. Its figures say little, and its bars are for longer runs.') : null,
    el('nav', { 'aria-label': 'Parts of this page' }, ...cards.map(([id, words]) => el('a', { href: `#${id}` }, words))));
  document.getElementById('main').append(tiles(), ...cards.map(([, , made]) => made), readingCard());
  const redraw = () => redraws.forEach(draw => draw());
  redraw();
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      redraw();
    }
  });
  addEventListener('scroll', () => { tip.hidden = true; }, { passive: true });
  // For whoever drives this page from outside: it is complete.
  document.documentElement.dataset.ready = 'yes';
}

build();
