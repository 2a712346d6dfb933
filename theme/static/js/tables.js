// A table or a preformatted text takes the focus only if it is wider than its place, so that the arrow keys scroll it.
{
  const fit = (boxes) => {
    for (const box of boxes) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  const observer = new ResizeObserver((entries) => fit(entries.map((entry) => entry.target)));
  for (const box of document.querySelectorAll(".table-scroll, .prose pre")) observer.observe(box);
}
