// Elements of the page, what floats above it, and colours. Text from logs only ever becomes text.

const data = JSON.parse(document.getElementById('data').textContent);
const run = data.run;
const baseline = data.baseline || null;
const tip = document.getElementById('tip');
const live = document.getElementById('live');
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function stageOf(from, tag) {
  return from ? from.stages.find(stage => stage.tag === tag) || null : null;
}

/** Stages keep their colour in every picture: by their place in their group. */
function colourOf(stage) {
  const place = run.stages.filter(each => each.group === stage.group).indexOf(stage);
  return `var(--c${place % 8})`;
}

function card(id, title, text, ...children) {
  return el('section', { id, class: 'card', 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, title), text ? el('p', {}, text) : null, ...children);
}

function tabs(label, choices, chosen, choose) {
  const bar = el('div', { class: 'tabs', role: 'group', 'aria-label': label });
  for (const [value, words] of choices) {
    bar.append(el('button', {
      type: 'button',
      'aria-pressed': String(value === chosen),
      'data-value': value,
      onclick: () => {
        for (const each of bar.children) each.setAttribute('aria-pressed', String(each.dataset.value === value));
        choose(value);
      },
    }, words));
  }
  return bar;
}

function stageChoice(id, label, stages, chosen, choose) {
  const select = el('select', { id, onchange: () => choose(stages.find(stage => stage.tag === select.value)) });
  for (const group of Object.keys(data.groups)) {
    const its = stages.filter(stage => stage.group === group);
    if (its.length) select.append(el('optgroup', { label: data.groups[group] }, ...its.map(stage => el('option', { value: stage.tag }, stage.tag))));
  }
  select.value = chosen.tag;
  return el('label', {}, `${label} `, select);
}

function tipRows(title, rows) {
  const table = el('table');
  for (const [name, value, colour] of rows) {
    const dot = colour ? el('i') : null;
    if (dot) dot.style.background = colour;
    table.append(el('tr', {}, el('td', {}, dot, name), el('td', {}, el('b', {}, value))));
  }
  return [el('p', {}, title), table];
}

function showTip(x, y, content) {
  tip.replaceChildren(...content);
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = x + 16 + box.width > innerWidth - 8 ? x - 16 - box.width : x + 16;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.max(8, Math.min(innerHeight - box.height - 8, y + 14))}px`;
}

function hideTip() {
  tip.hidden = true;
}

function say(words) {
  live.textContent = words;
}

const redraws = [];

/** Draws now, and again whenever the width or the theme changes. */
function drawn(draw) {
  redraws.push(draw);
}

function redraw() {
  for (const draw of redraws) draw();
}
