// Time to the right, latency upwards, colour for how many; below, what the machine did meanwhile.

function timelineCard() {
  const whole = run.toMs - run.fromMs;
  const left = 104;
  const right = 84;
  const heatHeight = 300;
  const stripHeight = 34;
  const axisHeight = 26;
  let stage = stageOf(run, run.foremost);
  let from = 0;
  let to = whole;
  let at = null;
  let width = 1000;

  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const line = el('div', { class: 'time-cursor', hidden: true });
  const selection = el('div', { class: 'time-selection', hidden: true });
  const chart = el('div', {
    class: 'chart focus timeline', tabindex: 0, role: 'application', 'aria-roledescription': 'chart',
    'aria-label': 'Latency over time. Left and right arrow move in time, plus and minus zoom, Escape shows the whole run.',
  }, canvas, selection, line);
  const back = el('button', { type: 'button', hidden: true, onclick: () => zoom(0, whole) }, 'Whole run');

  const strips = () => run.stages.filter(each => each !== stage && (each.group === 'MACHINE' || each.group === 'DEPTH' || each.tag === 'frameLateness' || each.tag === 'frame'));
  const x = ms => left + (width - left - right) * (ms - from) / (to - from);
  const timeAt = px => from + (px - left) / (width - left - right) * (to - from);

  /** The span of a stage in which a time lies, or the nearest before; -1 when there is none. */
  function spanAt(of, ms) {
    const starts = of.spans.fromMs;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= ms) low = middle;
      else high = middle - 1;
    }
    return starts.length && starts[low] <= ms && ms < starts[low] + of.spans.lengthMs[low] * 1.5 ? low : -1;
  }

  function ramp() {
    const stops = [0, 1, 2, 3].map(i => css(`--heat-${i}`)).map(hex => [1, 3, 5].map(place => parseInt(hex.slice(place, place + 2), 16)));
    return Array.from({ length: 64 }, (_, i) => {
      const place = i / 63 * 3;
      const first = Math.min(2, Math.floor(place));
      return `rgb(${stops[first].map((c, k) => Math.round(c + (stops[first + 1][k] - c) * (place - first))).join(' ')})`;
    });
  }

  function draw() {
    width = chart.clientWidth || 1000;
    const below = strips();
    const height = heatHeight + axisHeight + below.length * stripHeight + 6;
    const dense = Math.max(2, devicePixelRatio || 1);
    canvas.width = width * dense;
    canvas.height = height * dense;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext('2d');
    pen.scale(dense, dense);
    pen.font = `11.5px ${css('--sans')}`;
    pen.textBaseline = 'middle';
    drawHeat(pen);
    drawTimes(pen, height);
    below.forEach((each, i) => drawStrip(pen, each, heatHeight + axisHeight + i * stripHeight));
    back.hidden = from === 0 && to === whole;
    place();
  }

  function rowsOf() {
    let low = Infinity;
    let high = 0;
    stage.spans.firstRow.forEach((row, i) => {
      low = Math.min(low, row);
      high = Math.max(high, row + stage.spans.heat[i].length);
    });
    return low < high ? [low, Math.max(high, low + data.rowsPerDecade)] : [0, data.rowsPerDecade];
  }

  function yScale() {
    const [low, high] = rowsOf();
    const top = 8;
    const yOfRow = row => heatHeight - (heatHeight - top) * (row - low) / (high - low);
    return { low, high, yOfRow, y: value => yOfRow(Math.max(low, Math.min(high, Math.log10(Math.max(1, value)) * data.rowsPerDecade))) };
  }

  function drawHeat(pen) {
    const scale = yScale();
    const colours = ramp();
    const { spans } = stage;
    const most = Math.max(1, ...spans.heat.map((counts, i) => Math.max(0, ...counts) / spans.lengthMs[i]));
    const least = 1 / Math.max(...spans.lengthMs);
    const span = Math.log(most / least) || 1;
    pen.save();
    pen.beginPath();
    pen.rect(left, 0, width - left - right, heatHeight + 1);
    pen.clip();
    for (let i = 0; i < spans.heat.length; i++) {
      const start = spans.fromMs[i];
      const end = start + spans.lengthMs[i];
      if (end < from || start > to) continue;
      const x0 = x(start);
      const wide = Math.max(1, x(end) - x0 + 0.4);
      spans.heat[i].forEach((many, k) => {
        if (!many) return;
        const row = spans.firstRow[i] + k;
        const part = Math.log(many / spans.lengthMs[i] / least) / span;
        pen.fillStyle = colours[Math.max(0, Math.min(63, Math.round(part * 63)))];
        pen.fillRect(x0, scale.yOfRow(row + 1), wide, scale.yOfRow(row) - scale.yOfRow(row + 1) + 0.4);
      });
    }
    drawLine(pen, scale, 'p99', 1.6, []);
    drawLine(pen, scale, 'p50', 1.4, [4, 3]);
    pen.restore();
    pen.fillStyle = css('--muted');
    pen.strokeStyle = css('--grid');
    pen.textAlign = 'right';
    const ticks = logTicks(10 ** (scale.low / data.rowsPerDecade), 10 ** (scale.high / data.rowsPerDecade), 10);
    for (const value of ticks) {
      const y = scale.y(value);
      pen.fillText(tick(stage, value), left - 9, y);
      pen.beginPath();
      pen.moveTo(left - 5, y);
      pen.lineTo(left, y);
      pen.stroke();
    }
  }

  function drawLine(pen, scale, key, thick, dash) {
    const { spans } = stage;
    pen.setLineDash(dash);
    pen.lineJoin = 'round';
    pen.beginPath();
    let end = -Infinity;
    for (let i = 0; i < spans.fromMs.length; i++) {
      const px = x(spans.fromMs[i] + spans.lengthMs[i] / 2);
      const py = scale.y(spans[key][i]);
      // A gap in the recording is a gap in the line.
      if (spans.fromMs[i] > end + spans.lengthMs[i]) pen.moveTo(px, py);
      else pen.lineTo(px, py);
      end = spans.fromMs[i] + spans.lengthMs[i];
    }
    pen.strokeStyle = css('--halo');
    pen.lineWidth = thick + 1.6;
    pen.stroke();
    pen.strokeStyle = css('--over');
    pen.lineWidth = thick;
    pen.stroke();
    pen.setLineDash([]);
  }

  function drawTimes(pen, height) {
    const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
    const room = Math.max(2, (width - left - right) / 84);
    const step = 1000 * (steps.find(each => (to - from) / 1000 / each <= room) || Math.ceil((to - from) / 1000 / room / 86400) * 86400);
    pen.fillStyle = css('--muted');
    pen.strokeStyle = css('--grid');
    pen.lineWidth = 1;
    pen.textAlign = 'center';
    for (let ms = Math.ceil((run.fromMs + from) / step) * step; ms <= run.fromMs + to; ms += step) {
      const px = x(ms - run.fromMs);
      pen.fillText(clock(ms) + (step < 1000 ? `.${String(ms % 1000).padStart(3, '0').slice(0, 1)}` : ''), px, heatHeight + 14);
      pen.beginPath();
      pen.moveTo(px, heatHeight);
      pen.lineTo(px, heatHeight + 5);
      pen.moveTo(px, heatHeight + axisHeight);
      pen.lineTo(px, height - 6);
      pen.stroke();
    }
    pen.strokeStyle = css('--line');
    pen.beginPath();
    pen.moveTo(left, heatHeight + 0.5);
    pen.lineTo(width - right, heatHeight + 0.5);
    pen.stroke();
  }

  function drawStrip(pen, of, top) {
    const { spans } = of;
    const floor = top + stripHeight - 6;
    const most = Math.max(1, ...spans.max);
    pen.fillStyle = css('--muted');
    pen.textAlign = 'right';
    pen.fillText(of.tag, left - 9, floor - 9);
    pen.textAlign = 'left';
    pen.fillText(`≤ ${shown(of, most)}`, width - right + 8, floor - 9);
    pen.strokeStyle = css('--line');
    pen.beginPath();
    pen.moveTo(left, floor + 0.5);
    pen.lineTo(width - right, floor + 0.5);
    pen.stroke();
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width - left - right, stripHeight);
    pen.clip();
    pen.fillStyle = css(of.group === 'MACHINE' ? '--c7' : '--c4');
    for (let i = 0; i < spans.max.length; i++) {
      const high = spans.max[i] / most * (stripHeight - 10);
      const px = x(spans.fromMs[i]);
      if (spans.max[i] > 0) pen.fillRect(px, floor - Math.max(0.7, high), Math.max(1, x(spans.fromMs[i] + spans.lengthMs[i]) - px - 0.4), Math.max(0.7, high));
    }
    pen.restore();
  }

  function place() {
    line.hidden = at === null || at < from || at > to;
    if (!line.hidden) line.style.left = `${x(at)}px`;
  }

  function rowsAt(ms) {
    const i = spanAt(stage, ms);
    const rows = [];
    if (i < 0) rows.push([stage.tag, 'nothing recorded']);
    else {
      rows.push(['values', count(stage.spans.count[i])]);
      for (const [key, words] of [['p50', 'p50'], ['p99', 'p99'], ['p999', 'p99.9'], ['max', 'max']]) rows.push([`${stage.tag} ${words}`, shown(stage, stage.spans[key][i])]);
    }
    for (const each of strips()) {
      const k = spanAt(each, ms);
      if (k >= 0) rows.push([`${each.tag}, largest`, shown(each, each.spans.max[k])]);
    }
    return rows;
  }

  function look(ms, event) {
    at = Math.max(from, Math.min(to, ms));
    place();
    const box = chart.getBoundingClientRect();
    const i = spanAt(stage, at);
    const start = i < 0 ? at : stage.spans.fromMs[i];
    const title = `${clock(run.fromMs + start)} UTC · +${since(start)}${i < 0 ? '' : ` · for ${since(stage.spans.lengthMs[i])}`}`;
    const rows = rowsAt(at);
    const scale = yScale();
    const py = event ? event.clientY - box.top : -1;
    if (i >= 0 && py >= 0 && py < heatHeight) {
      const row = Math.floor(scale.low + (heatHeight - py) / (heatHeight - scale.yOfRow(scale.high)) * (scale.high - scale.low));
      const many = stage.spans.heat[i][row - stage.spans.firstRow[i]] || 0;
      const edge = n => shown(stage, 10 ** (n / data.rowsPerDecade));
      rows.unshift([`from ${edge(row)} to ${edge(row + 1)}`, `${count(many)} values`]);
    }
    showTip(event ? event.clientX : box.left + x(at), event ? event.clientY : box.top + 30, tipRows(title, rows));
    if (!event) say(`${title}: ${rows.map(([name, value]) => `${name} ${value}`).join(', ')}`);
  }

  function zoom(first, last) {
    const least = Math.max(1, ...[run.momentMs * 4]);
    const middle = (first + last) / 2;
    const half = Math.max(Math.min(least, whole), last - first) / 2;
    from = Math.max(0, Math.min(whole - 2 * half, middle - half));
    to = Math.min(whole, from + 2 * half);
    hideTip();
    draw();
  }

  let pressed = null;
  const within = event => Math.max(left, Math.min(width - right, event.clientX - chart.getBoundingClientRect().left));
  chart.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    pressed = within(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener('pointermove', event => {
    const px = within(event);
    if (pressed !== null && Math.abs(px - pressed) > 3) {
      selection.hidden = false;
      selection.style.left = `${Math.min(px, pressed)}px`;
      selection.style.width = `${Math.abs(px - pressed)}px`;
      hideTip();
      return;
    }
    look(timeAt(px), event);
  });
  chart.addEventListener('pointerup', event => {
    const px = within(event);
    if (pressed !== null && Math.abs(px - pressed) > 6) zoom(timeAt(Math.min(px, pressed)), timeAt(Math.max(px, pressed)));
    pressed = null;
    selection.hidden = true;
  });
  chart.addEventListener('pointerleave', hideTip);
  chart.addEventListener('blur', hideTip);
  chart.addEventListener('dblclick', () => zoom(0, whole));
  chart.addEventListener('keydown', event => {
    const starts = stage.spans.fromMs;
    const i = at === null ? -1 : spanAt(stage, at);
    const now = at === null ? from : at;
    let next = null;
    if (event.key === 'ArrowRight') next = starts.find(each => each > (i < 0 ? now : starts[i]) && each >= from) ?? now;
    else if (event.key === 'ArrowLeft') next = starts.filter(each => each < (i < 0 ? now : starts[i])).pop() ?? now;
    else if (event.key === 'Home') next = from;
    else if (event.key === 'End') next = starts[starts.length - 1] <= to ? starts[starts.length - 1] : to;
    else if (event.key === '+' || event.key === '=') zoom(now - (to - from) / 4, now + (to - from) / 4);
    else if (event.key === '-') zoom(now - (to - from), now + (to - from));
    else if (event.key === 'Escape') {
      at = null;
      zoom(0, whole);
    } else return;
    event.preventDefault();
    if (next !== null) {
      if (next < from || next > to) zoom(next - (to - from) / 2, next + (to - from) / 2);
      look(next + 0.001);
    }
  });

  const choice = stageChoice('timeline-stage', 'Stage', run.stages, stage, chosen => {
    stage = chosen;
    draw();
  });
  drawn(draw);
  const card = el('section', { id: 'timeline', class: 'card', 'aria-labelledby': 'timeline-title' },
    el('div', { class: 'bar' }, el('h2', { id: 'timeline-title' }, 'Timeline'), el('div', { class: 'push bar' }, back, choice)),
    el('p', { class: 'rest' }, 'Colour: how many values a second, on a logarithmic scale. ', el('span', { class: 'hint' }, 'Drag to zoom, double-click to see the whole run.')),
    chart,
    el('div', { class: 'key' }, el('span', {}, 'few ', el('i', { class: 'ramp' }), ' many'), el('span', {}, '— p99'), el('span', {}, '┄ p50'),
      el('span', {}, 'Below: the largest value in each span of time')));
  return {
    card,
    show(chosen, ms) {
      stage = chosen;
      choice.querySelector('select').value = chosen.tag;
      const around = run.momentMs * 30;
      at = ms + 0.001;
      zoom(ms - around, ms + around);
      card.scrollIntoView({ block: 'start' });
      chart.focus({ preventScroll: true });
      say(`The timeline shows ${chosen.tag} around ${clock(run.fromMs + ms)}`);
    },
  };
}
