// Where the time of an input goes: the marks on its way, in a row for the mean and for each percentile.

const WAY_ROWS = [['mean', 'mean'], ['p50', 'p50'], ['p90', 'p90'], ['p99', 'p99'], ['p999', 'p99.9']];

function wayCard() {
  const marks = run.stages.filter(stage => stage.group === 'WAY');
  if (!marks.length) return null;
  let scale = 'linear';
  const chart = el('div', { class: 'chart' });
  const names = marks.map((stage, i) => (i ? `${marks[i - 1].tag} → ${stage.tag}` : `received → ${stage.tag}`));

  function draw() {
    const width = chart.clientWidth || 1000;
    const left = 62;
    const right = 96;
    const rowHeight = 34;
    const top = 6;
    const height = top + WAY_ROWS.length * rowHeight + 24;
    const positive = marks.flatMap(stage => WAY_ROWS.map(([key]) => stage[key])).filter(value => value > 0);
    if (!positive.length) return;
    const high = Math.max(...positive);
    const low = 10 ** Math.floor(Math.log10(Math.min(...positive)));
    const x = value => left + (width - left - right) * (scale === 'linear'
      ? value / high
      : value <= low ? 0 : Math.log10(value / low) / Math.log10(high / low || 10));
    const picture = svg('svg', { height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Marks on the way of an input; the table of all stages has the numbers' });
    const ticks = scale === 'linear' ? linearTicks(high, Math.max(3, width / 130)) : logTicks(low, high, width / 60);
    for (const value of ticks) {
      picture.append(svg('line', { class: 'grid', x1: x(value), x2: x(value), y1: top, y2: height - 22 }),
        svg('text', { x: x(value), y: height - 6, 'text-anchor': 'middle' }, value ? tick(marks[0], value) : '0'));
    }
    WAY_ROWS.forEach(([key, words], row) => {
      const y = top + row * rowHeight + 5;
      picture.append(svg('text', { class: 'strong', x: left - 10, y: y + 16, 'text-anchor': 'end' }, words));
      let reached = 0;
      marks.forEach((stage, i) => {
        const value = Math.max(reached, stage[key]);
        const from = x(reached);
        const part = svg('rect', { class: x(value) - from > 4 ? 'seg' : null, x: from, y, width: Math.max(0, x(value) - from), height: rowHeight - 10, rx: 2 });
        part.style.fill = colourOf(stage);
        const before = i ? marks[i - 1][key] : 0;
        part.addEventListener('pointermove', event => showTip(event.clientX, event.clientY, tipRows(`${words} · ${names[i]}`, [
          [`${stage.tag} is reached after`, shown(stage, stage[key]), colourOf(stage)],
          ['later than the mark before by', shown(stage, Math.max(0, stage[key] - before))],
        ])));
        part.addEventListener('pointerleave', hideTip);
        picture.append(part);
        reached = value;
      });
      const last = marks[marks.length - 1];
      const was = stageOf(baseline, last.tag);
      const beyond = was ? Math.min(x(was[key]), width - 2) : 0;
      const label = x(reached) + 8 + (beyond > x(reached) && beyond < x(reached) + 74 ? beyond - x(reached) : 0);
      picture.append(svg('text', { class: 'strong', x: Math.min(label, width - right + 30), y: y + 16 }, shown(last, reached)));
      if (was) picture.append(svg('line', { class: 'whole', x1: beyond, x2: beyond, y1: y - 3, y2: y + rowHeight - 7 }));
    });
    chart.replaceChildren(picture);
  }

  drawn(draw);
  const key = el('div', { class: 'key' });
  marks.forEach((stage, i) => {
    const box = el('i', { class: 'box' });
    box.style.background = colourOf(stage);
    key.append(el('span', {}, box, names[i]));
  });
  if (stageOf(baseline, marks[marks.length - 1].tag)) key.append(el('span', {}, `│ ${marks[marks.length - 1].tag} of the baseline`));
  const bar = el('div', { class: 'bar' }, el('h2', { id: 'way-title' }, 'The way of an input'),
    el('div', { class: 'push' }, tabs('Scale', [['linear', 'linear'], ['log', 'logarithmic']], scale, chosen => {
      scale = chosen;
      draw();
    })));
  return el('section', { id: 'way', class: 'card', 'aria-labelledby': 'way-title' }, bar,
    el('p', { class: 'rest' }, 'From the moment its bytes were received. Each end is the mean or percentile of its own mark; lengths between means are exact where the marks count the same inputs.'), chart, key);
}
