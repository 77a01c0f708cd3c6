// Sorts, filters and searches the table of the class. The page shows everything without it.
"use strict";
(() => {
  const table = document.querySelector(".class table"), tools = document.querySelector(".tools");
  if (!table || !tools) return;
  const body = table.tBodies[0], rows = [...body.rows], status = tools.querySelector("[role=status]");
  const order = new Intl.Collator(document.documentElement.lang, {numeric: true});
  const text = (row, column) => row.cells[column].textContent.trim();
  const words = rows.map((row) => text(row, 0).toLowerCase()), groups = rows.map((row) => text(row, row.cells.length - 1).split(" "));

  const sort = (head) => {
    const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, column = head.cellIndex;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down < 0 ? "descending" : "ascending");
    const sorted = rows.map((row) => [text(row, column), row]).sort((one, other) => down * order.compare(one[0], other[0]));
    body.append(...sorted.map((pair) => pair[1]));
  };
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }

  const search = tools.querySelector("input"), group = tools.querySelector("select");
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, place) => {
      row.hidden = !words[place].includes(wanted) || !(group.value === "" || groups[place].includes(group.value));
      shown += row.hidden ? 0 : 1;
    });
    status.textContent = status.dataset.words.replace("{shown}", shown).replace("{all}", rows.length);
  };
  search.addEventListener("input", filter);
  group.addEventListener("input", filter);
  tools.hidden = false;
  filter();
})();
