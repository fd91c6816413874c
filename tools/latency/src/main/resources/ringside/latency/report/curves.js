// Percentile curves on a scale of nines: the further to the right, the rarer.

function curvesCard() {
  const groups = Object.keys(data.groups).filter(group => run.stages.some(stage => stage.group === group));
  // One scale, one unit: counts and durations of a group are not drawn together.
  const sets = groups.flatMap(group => [false, true].map(isCount => ({ group, isCount, stages: run.stages.filter(stage => stage.group === group && stage.isCount === isCount) })))
    .filter(set => set.stages.length);
  let set = sets.find(each => each.stages.some(stage => stage.tag === run.foremost));
  const hidden = new Set();
  const chart = el('div', { class: 'chart focus', tabindex: 0, role: 'application', 'aria-roledescription': 'chart', 'aria-label': 'Percentile curves. Left and right arrow move along the percentiles.' });
  const legend = el('div', { class: 'legend', role: 'group', 'aria-label': 'Curves shown' });
  let at = null;
  let plot = null;

  const step = 1 / data.stepsPerNine;
  const valueAt = (stage, nines) => stage.curve[Math.min(stage.curve.length - 1, Math.round(nines / step))];
  const visible = () => set.stages.filter(stage => !hidden.has(stage.tag));

  function points(stage, x, y) {
    let path = '';
    stage.curve.forEach((value, i) => {
      path += `${i ? 'L' : 'M'}${x(i * step).toFixed(1)} ${y(value).toFixed(1)}`;
    });
    return path;
  }

  function draw() {
    const width = chart.clientWidth || 1000;
    const height = Math.max(280, Math.min(420, width * 0.42));
    const box = { left: 66, right: 92, top: 10, bottom: 30 };
    const stages = visible();
    const others = stages.map(stage => stageOf(baseline, stage.tag)).filter(Boolean);
    const all = [...stages, ...others];
    const picture = svg('svg', { height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
    if (!all.length) {
      picture.append(svg('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, 'No curve is chosen'));
      chart.replaceChildren(picture);
      plot = null;
      return;
    }
    const nines = Math.max(2, ...all.map(stage => (stage.curve.length - 1) * step));
    const values = all.flatMap(stage => stage.curve).filter(value => value > 0);
    const low = values.length ? 10 ** Math.floor(Math.log10(Math.min(...values))) : 1;
    const high = Math.max(low * 10, ...values) * 1.15;
    const x = n => box.left + (width - box.left - box.right) * n / nines;
    const y = value => height - box.bottom - (height - box.top - box.bottom) * Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
    plot = { width, height, box, nines, low, high, x, y, stages };
    for (const value of logTicks(low, high, 12)) {
      picture.append(svg('line', { class: 'grid', x1: box.left, x2: width - box.right, y1: y(value), y2: y(value) }),
        svg('text', { x: box.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, tick(stages[0], value)));
    }
    const marks = [[0, '0 %'], [Math.log10(2), '50 %']];
    for (let n = 1; n <= nines + 0.01; n++) marks.push([n, percentOf(n)]);
    for (const [n, words] of marks) {
      picture.append(svg('line', { class: 'grid', x1: x(n), x2: x(n), y1: box.top, y2: height - box.bottom }),
        svg('text', { x: x(n), y: height - 10, 'text-anchor': 'middle' }, words));
    }
    for (const stage of stages) {
      const was = stageOf(baseline, stage.tag);
      if (was) {
        const path = svg('path', { class: 'curve base', d: points(was, x, y) });
        path.style.stroke = colourOf(stage);
        picture.append(path);
      }
      const path = svg('path', { class: 'curve', d: points(stage, x, y) });
      path.style.stroke = colourOf(stage);
      picture.append(path);
    }
    labels(picture, stages);
    plot.cursor = svg('line', { class: 'cursor', y1: box.top, y2: height - box.bottom, visibility: 'hidden' });
    picture.append(plot.cursor);
    chart.replaceChildren(picture);
    if (at !== null) mark();
  }

  /** The name of each curve at its end, pushed apart where they would cover each other. */
  function labels(picture, stages) {
    const ends = stages.map(stage => ({ stage, x: plot.x((stage.curve.length - 1) * step), y: plot.y(stage.curve[stage.curve.length - 1]) }))
      .sort((a, b) => a.y - b.y);
    ends.forEach((end, i) => {
      if (i) end.y = Math.max(end.y, ends[i - 1].y + 13);
    });
    let limit = plot.height - plot.box.bottom - 2;
    for (const end of [...ends].reverse()) {
      end.y = Math.min(end.y, limit);
      limit = end.y - 13;
    }
    for (const end of ends) {
      const words = svg('text', { class: 'strong', x: Math.min(end.x + 6, plot.width - plot.box.right + 6), y: end.y + 4 }, end.stage.tag);
      words.style.fill = colourOf(end.stage);
      picture.append(words);
    }
  }

  function mark() {
    plot.cursor.setAttribute('x1', plot.x(at));
    plot.cursor.setAttribute('x2', plot.x(at));
    plot.cursor.setAttribute('visibility', 'visible');
  }

  function rows() {
    return [...plot.stages]
      .map(stage => {
        const was = stageOf(baseline, stage.tag);
        const value = valueAt(stage, at);
        return { value, row: [stage.tag, shown(stage, value) + (was ? ` (was ${shown(stage, valueAt(was, at))})` : ''), colourOf(stage)] };
      })
      .sort((a, b) => b.value - a.value)
      .map(each => each.row);
  }

  function move(nines, clientX, clientY) {
    if (!plot) return;
    at = Math.max(0, Math.min(plot.nines, Math.round(nines / step) * step));
    mark();
    const box = chart.getBoundingClientRect();
    const list = rows();
    showTip(clientX ?? box.left + plot.x(at), clientY ?? box.top + 40, tipRows(`${percentOf(at)} of values are at most`, list));
    if (clientX === undefined) say(`${percentOf(at)}: ${list.map(([name, value]) => `${name} ${value}`).join(', ')}`);
  }

  function leave() {
    at = null;
    if (plot) plot.cursor.setAttribute('visibility', 'hidden');
    hideTip();
  }

  chart.addEventListener('pointermove', event => {
    if (!plot) return;
    const box = chart.getBoundingClientRect();
    move((event.clientX - box.left - plot.box.left) / (plot.width - plot.box.left - plot.box.right) * plot.nines, event.clientX, event.clientY);
  });
  chart.addEventListener('pointerleave', leave);
  chart.addEventListener('blur', leave);
  chart.addEventListener('keydown', event => {
    if (!plot) return;
    const from = at === null ? 1 : at;
    const to = { ArrowRight: from + step * 2, ArrowLeft: from - step * 2, Home: 0, End: plot.nines }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Escape') leave();
  });

  function choose(index) {
    set = sets[index];
    legend.replaceChildren();
    for (const stage of set.stages) {
      const line = el('i');
      line.style.color = colourOf(stage);
      const toggle = el('button', {
        type: 'button',
        'aria-pressed': String(!hidden.has(stage.tag)),
        title: stage.meaning,
        onclick: () => {
          if (!hidden.delete(stage.tag)) hidden.add(stage.tag);
          toggle.setAttribute('aria-pressed', String(!hidden.has(stage.tag)));
          draw();
        },
      }, line, stage.tag);
      legend.append(toggle);
    }
    leave();
    draw();
  }

  const names = sets.map((each, i) => [String(i), data.groups[each.group] + (sets.some(other => other !== each && other.group === each.group) ? each.isCount ? ', counts' : ', times' : '')]);
  const bar = el('div', { class: 'bar' }, el('h2', { id: 'curves-title' }, 'Percentiles'),
    el('div', { class: 'push' }, tabs('Group of stages', names, String(sets.indexOf(set)), value => choose(Number(value)))));
  drawn(() => choose(sets.indexOf(set)));
  return el('section', { id: 'curves', class: 'card', 'aria-labelledby': 'curves-title' }, bar,
    el('p', { class: 'rest' }, `Value at each percentile, both scales logarithmic: each step to the right is ten times rarer.${baseline ? ' Dashed: the baseline.' : ''}`), chart, legend);
}
