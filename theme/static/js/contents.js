// The contents stand open beside the text, where they have a column of their own.
{
  if (window.matchMedia("(min-width: 64em)").matches) {
    for (const list of document.querySelectorAll('[data-module="contents"]')) list.open = true;
  }
}
