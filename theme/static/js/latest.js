// The latest news beside an article: fetched where the server did not include them,
// and without those that stand on the page already. Where none is left, the headline leaves too.
{
  const path = (address) => new URL(address, location.href).pathname;

  const fill = async (aside) => {
    const response = await fetch(aside.dataset.src);
    if (!response.ok) return null;
    const fragment = new DOMParser().parseFromString(await response.text(), "text/html");
    const list = fragment.querySelector(".latest__list");
    // An address in a fragment starts from the fragment, wherever the page stands.
    for (const link of list?.querySelectorAll("[href]") ?? []) {
      link.setAttribute("href", new URL(link.getAttribute("href"), response.url).pathname);
    }
    if (list) aside.querySelector(".latest__body").replaceChildren(document.adoptNode(list));
    return list;
  };

  const complete = async (aside, given) => {
    const list = given ?? (await fill(aside).catch(() => null));
    aside.hidden = !list;
    if (!list) return;
    document.dispatchEvent(new Event("bulletin:news"));
    const shown = new Set([...document.querySelectorAll("main a[href]")].map((link) => path(link.href)));
    shown.add(location.pathname);
    for (const link of list.querySelectorAll(".latest__link")) {
      link.closest(".latest__item").hidden = shown.has(path(link.href));
    }
    aside.hidden = !list.querySelector(".latest__item:not([hidden])");
  };

  for (const aside of document.querySelectorAll('[data-module="latest"]')) {
    const given = aside.querySelector(".latest__list");
    if (given) complete(aside, given);
    else startWhenNear([aside], () => complete(aside));
  }
}
