// A table takes the focus only if it is wider than its place, so that the arrow keys scroll it.
{
  const fit = (tables) => {
    for (const table of tables) {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
      else table.removeAttribute("tabindex");
    }
  };
  const observer = new ResizeObserver((entries) => fit(entries.map((entry) => entry.target)));
  for (const table of document.querySelectorAll(".table-scroll")) observer.observe(table);
}
