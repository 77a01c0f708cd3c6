// What there is to be measured on a feedback page; tests/support/page_facts.py asks for it.
window.measured = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const text = (element) => element ? element.textContent.replace(/\s+/g, ' ').trim() : '';
  // What the student, the lecturer or a grader wrote; code, names and the words in a drawing of a graph are in no language.
  const FOREIGN = '.from-student, .given, .heading, .comment, pre, code, style, h1, head title, .facts, svg text, svg.graph title';
  // What may hold a number that a hidden call has, too: the student's own, hints, which tell of it, and what students were given.
  const PUBLIC = '.notebook, .source, .formulas, .hint, .lead, .checked, svg.graph, .facts';

  const row = (element) => {
    const link = element.querySelector('.what > a');
    return {
      cell: text(element.querySelector('a, b')),
      kind: element.classList[1],
      why: [text(element.querySelector('.lead')), text(element.querySelector('.reason'))],
      box: link && all('.box').some((box) => `#${box.id}` === link.getAttribute('href')),
    };
  };

  const texts = () => {
    const ours = all('body *').filter((e) => !e.closest(FOREIGN)
      && [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
    const spoken = all('[aria-label]').map((e) => e.getAttribute('aria-label'));
    return [...ours.map(text), ...spoken, ...all('[data-whose]').map((e) => e.dataset.whose)];
  };

  const untold = () => {
    const copy = document.querySelector('main').cloneNode(true);
    all(PUBLIC, copy).forEach((e) => e.remove());
    all('*', copy).forEach((e) => e.append(' '));
    return text(copy);
  };

  const content = () => {
    const ids = all('[id]').map((e) => e.id);
    return {
      language: document.documentElement.lang,
      headings: all('h1, h2, h3, h4, h5, h6').filter((e) => !e.closest('.from-student')).map((e) => Number(e.localName[1])),
      twice: ids.filter((id, place) => ids.indexOf(id) !== place),
      rows: all('.row').map(row),
      hints: all('.box').map((box) => text(box.querySelector('.hint'))),
      pictures: all('.picture svg').map((svg) => ({
        role: svg.getAttribute('role'), title: text(svg.querySelector('title')),
        size: new TextEncoder().encode(svg.outerHTML).length,
      })),
      figures: all('.picture').length,
      examples: all('.example').length,
      graphs: all('.graphs figure').length,
      texts: texts(),
      untold: untold(),
      acting: all('script, iframe, object, embed, link, form, base').length,
      handlers: all('*').flatMap((e) => e.getAttributeNames()).filter((name) => name.startsWith('on')),
      policy: all('meta[http-equiv="Content-Security-Policy"]').map((e) => e.content).join(),
      own: all('.notebook img').reduce((sum, e) => sum + e.getAttribute('src').length, 0),
    };
  };

  const layout = () => ({
    reasons: Object.fromEntries(all('.row').filter((e) => e.querySelector('.lead, .reason')).map((e) =>
      [text(e.querySelector('a, b')), Math.max(...all('.lead, .reason', e).map((e) => e.getBoundingClientRect().bottom))])),
    pictures: all('.picture svg').map((svg) => [svg, svg.closest('figure')].map((e) => e.getBoundingClientRect().width)),
  });

  const scrollers = () => all('*').filter((e) => {
    const style = getComputedStyle(e), may = (way) => way === 'auto' || way === 'scroll';
    return (may(style.overflowX) && e.scrollWidth > e.clientWidth) || (may(style.overflowY) && e.scrollHeight > e.clientHeight);
  });
  const start = (elements) => elements.map((e) => e.outerHTML.slice(0, 100));
  const outOfReach = () => start(scrollers().filter((e) => e.tabIndex < 0));

  const visited = [];
  document.addEventListener('focusin', (event) => visited.push(event.target));
  const unvisited = () => start(scrollers().filter((e) => !visited.includes(e)));

  const open = (whether) => all('details').forEach((e) => { e.open = whether; });
  const width = () => document.documentElement.scrollWidth;
  return { content, layout, scrollers: () => scrollers().length, outOfReach, unvisited, open, width };
})();
