// What there is to be seen on a page with a student's notebook, the feedback's or the formgrader's: tests/course/test_pages.py.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const FRAME = '.from-student, .output_png, .output_jpeg, .output_svg';
  const frames = all(FRAME).filter((e) => !e.parentElement.closest(FRAME));
  const inside = (selector) => frames.flatMap((frame) => all(selector, frame));
  const outside = (selector) => all(selector).filter((e) => !e.closest(FRAME));
  const verdicts = outside('li.row, article.box, .te-verdict');
  const words = (element) => element.innerText.trim().split(/\s*\n\s*/);
  const seen = verdicts.map((verdict) => {
    const title = verdict.querySelector('h3, .title') || verdict;
    title.scrollIntoView({block: 'center'});
    const box = title.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + 12, box.top + box.height / 2);
    const [first, second] = words(verdict);
    const text = verdict.matches('.row') ? `${first} ${second} ${verdict.lastElementChild.innerText}` : first;
    return [verdict.classList[0], text, verdict.contains(top) && getComputedStyle(verdict).visibility === 'visible'];
  });
  const rest = document.body.cloneNode(true);
  all(`${FRAME}, .input_area`, rest).forEach((frame) => frame.remove());
  const width = document.documentElement.clientWidth;
  const ids = all('[id]').map((e) => e.id);
  return {
    height: document.documentElement.scrollHeight, pwned: window.pwned || null, title: document.title, verdicts: seen,
    text: frames.map((frame) => frame.innerText).join('\n'), page: document.body.innerText, rest: rest.textContent,
    shown: frames.filter((frame) => frame.checkVisibility()).length, frames: frames.length,
    tags: [...new Set(inside('*').map((e) => e.localName))],
    attributes: [...new Set(inside('*').flatMap((e) => e.getAttributeNames()))],
    classes: [...new Set(inside('*').flatMap((e) => [...e.classList]))],
    places: inside('[tabindex]').map((e) => e.getAttribute('tabindex')),
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    astray: all('a[href^="#"]').map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id)),
    links: inside('a[href]').map((a) => [a.getAttribute('href'), a.rel, a.target]),
    pictures: inside('img[src]').map((e) => [e.src.slice(0, 15), e.naturalWidth]),
    broad: frames.filter((e) => e.getBoundingClientRect().width > width).length,
    out: inside('*').filter((e) => ['fixed', 'absolute', 'sticky'].includes(getComputedStyle(e).position)).length,
    formulas: inside('math').length, comment: all('.panel-footer, .comment').map((e) => e.innerHTML).join(),
    instructors: all('.text_cell_render math').filter((e) => !e.closest('.from-student')).length,
    name: all('a.name-shown, h1 small').map((e) => e.textContent.trim()).join(),
    source: outside('.source mark').map((e) => e.innerText),
    scripts: all('script').length, red: all('.ansi-red-fg').length,
  };
})()
